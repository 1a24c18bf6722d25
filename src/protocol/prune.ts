import type { PruneRequest } from '../prune/request.ts';
import { PASSED, REQUEST, type StepFacts } from './step.ts';
import { EVENTS } from './trace.ts';

/** What the image starts, or what its health check starts. */
export interface EntryRequest extends Pick<PruneRequest, 'environment' | 'workingDir'> {
  readonly entry?: readonly string[];
  readonly healthcheck?: readonly string[];
}

export type VerifyRequest = Pick<PruneRequest, 'environment' | 'epoch'>;

export interface PruneRequests {
  readonly entry: EntryRequest;
  readonly prune: PruneRequest;
  readonly verify: VerifyRequest;
}

/** Steps that make the pruned tree, and judge it. */
export const PRUNE_STEPS = {
  entry: {
    does: 'Fails if the entry or the program of the health check is not in the tree.',
    places: { request: REQUEST, tree: '/tree' },
    order: { passed: PASSED },
  },
  prune: {
    does: 'Copies what the program needs out of the full tree, and writes down why.',
    places: {
      request: REQUEST,
      tree: '/tree',
      /** What the checks used, where they were traced. */
      events: `/in/${EVENTS}`,
      /** Gets the kept tree. */
      rootfs: '/out/rootfs',
      /** Gets keep.jsonl and summary.json. */
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
  audit: {
    does: 'Fails if the report of prune lists something suspicious.',
    places: { report: '/in/report' },
    order: { passed: PASSED },
  },
} as const satisfies Record<string, StepFacts>;
