import type { PruneRequest } from '../prune/request.ts';
import { PASSED, REQUEST, type StepFacts } from './step.ts';
import { EVENTS } from './trace.ts';

/** EntryRequest has the argv of the entry, or that of the health check. */
export interface EntryRequest extends Pick<PruneRequest, 'environment' | 'workingDir'> {
  readonly entry?: readonly string[];
  readonly healthcheck?: readonly string[];
}

/** VerifyRequest has the values of the prune request that the comparison needs. */
export type VerifyRequest = Pick<PruneRequest, 'environment' | 'epoch'>;

/** PruneRequests are the requests of `PRUNE_STEPS`. */
export interface PruneRequests {
  readonly entry: EntryRequest;
  readonly prune: PruneRequest;
  readonly verify: VerifyRequest;
}

/** The steps that make the pruned tree and verify it. */
export const PRUNE_STEPS = {
  entry: {
    does: 'Fails if the entry or the program of the health check is not in the tree.',
    places: { request: REQUEST, tree: '/tree' },
    order: { passed: PASSED },
  },
  prune: {
    does: 'Copies the files that the program needs from the full tree, and writes the reasons.',
    places: {
      request: REQUEST,
      tree: '/tree',
      /** The files that the checks used, if they were traced. */
      events: `/in/${EVENTS}`,
      /** Receives the kept tree. */
      rootfs: '/out/rootfs',
      /** Receives keep.jsonl and summary.json. */
      report: '/out/report',
    },
    optional: ['events'],
    order: { entry: '/in/entry' },
  },
  verify: {
    does: 'Fails if the image is not the part of the full tree that the report of prune describes.',
    places: { request: REQUEST, tree: '/tree', image: '/image', report: '/in/report' },
    order: { passed: PASSED },
  },
  libraries: {
    does: 'Fails if the report of prune lists a foreign file of the application, or a library that it lacks.',
    places: { report: '/in/report' },
    order: { passed: PASSED },
  },
  audit: {
    does: 'Fails if the report of prune lists something suspicious.',
    places: { report: '/in/report' },
    order: { passed: PASSED },
  },
} as const satisfies Record<string, StepFacts>;
