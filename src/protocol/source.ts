import { REQUEST, type StepFacts } from './step.ts';

/** Asks whether a checkout is what somebody signed. */
export interface SignatureRequest {
  readonly url: string;
  readonly ref?: string;
  /** That it must be at. */
  readonly commit?: string;
  /** The file of keys as the Imagefile names it; absent where it has their text. */
  readonly key?: string;
}

/** Asks whether an archive is signed. Without a request nobody has to have signed it. */
export interface UnpackRequest {
  readonly url: string;
  /** The file of keys as the Imagefile names it; absent where it has their text. */
  readonly key?: string;
}

/** Asks whether the commands of a build made something. */
export interface OutputRequest {
  /** Name of the build. */
  readonly build: string;
  /** As the Imagefile says it: absolute, or within `folder`. */
  readonly from: string;
  /** Of the source, absolute. */
  readonly folder: string;
}

export interface SourceRequests {
  readonly signature: SignatureRequest;
  readonly unpack: UnpackRequest;
  readonly output: OutputRequest;
}

/** Steps about what is built from source. */
export const SOURCE_STEPS = {
  signature: {
    does: 'Fails unless the commit or tag of a checkout is signed by a given key; then removes its .git.',
    places: {
      request: REQUEST,
      key: '/in/key',
      /** A checkout with its `.git`. */
      tree: '/tree',
    },
  },
  unpack: {
    does: 'Verifies the signature of a tar archive if it must have one, and unpacks it.',
    places: {
      request: REQUEST,
      signature: '/in/signature',
      key: '/in/key',
      archive: '/in/archive',
      /** Empty. */
      out: '/out',
    },
    /** All absent where nobody has to have signed the archive. */
    optional: ['request', 'signature', 'key'],
  },
  output: {
    does: 'Fails if a build did not make a file that it should have made.',
    places: { request: REQUEST, tree: '/tree' },
  },
} as const satisfies Record<string, StepFacts>;
