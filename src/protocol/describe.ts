import type { PageRequest } from '../report/page/request.ts';
import type { SbomRequest } from '../sbom/request.ts';
import { REQUEST, type StepFacts } from './step.ts';

/** DescribeRequests are the requests of `DESCRIBE_STEPS`. */
export interface DescribeRequests {
  readonly report: PageRequest;
  readonly sbom: SbomRequest;
}

/** The steps that describe an image. */
export const DESCRIBE_STEPS = {
  report: {
    does: 'Writes report.html, a page about the image, beside what prune wrote.',
    places: {
      request: REQUEST,
      template: '/usr/lib/mib/report.html',
      tree: '/tree',
      image: '/image',
      /** The tree of an image to compare with, if there is one. */
      baseline: '/baseline',
      /** Contains keep.jsonl and summary.json; receives report.html. */
      report: '/out',
    },
    optional: ['baseline'],
    /** The report of another platform. */
    order: { previous: '/in/previous' },
  },
  sbom: {
    does: 'Describes the packages and files of an image in sbom.spdx.json.',
    places: { request: REQUEST, image: '/image', out: '/out' },
    /** The SBOM of another platform. */
    order: { previous: '/in/previous' },
  },
} as const satisfies Record<string, StepFacts>;
