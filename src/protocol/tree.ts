import { REQUEST, type StepFacts } from './step.ts';

export interface UserRequest {
  /** `name` or `name:group`, in either of which a number stands for itself. */
  readonly user: string;
}

export interface SettleRequest {
  /** Seconds since 1970. */
  readonly epoch: number;
}

export interface LayerRequest {
  /** Seconds since 1970. */
  readonly epoch: number;
}

export interface TreeRequests {
  readonly user: UserRequest;
  readonly settle: SettleRequest;
  readonly layer: LayerRequest;
}

/** Steps that look at whole trees, or change them in place. */
export const TREE_STEPS = {
  user: {
    does: 'Fails if the tree lacks the account that the image runs as.',
    places: { request: REQUEST, tree: '/tree' },
  },
  settle: {
    does: 'Sets every time in the tree that is later than the date of the image to that date.',
    places: { request: REQUEST, tree: '/tree' },
  },
  layer: {
    does: 'Makes the tree of the base image equal to the full tree, and touches only what differs.',
    places: { request: REQUEST, full: '/full', tree: '/tree' },
    order: {
      /** A folder for each gate, named after its position. */
      gates: '/in/gates',
      /** The image of another platform. */
      previous: '/in/previous',
    },
  },
  twice: {
    does: 'Compares two trees, and writes differences.json.',
    places: { first: '/first', second: '/second', out: '/out' },
  },
} as const satisfies Record<string, StepFacts>;
