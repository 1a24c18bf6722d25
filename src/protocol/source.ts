import { REQUEST, type StepFacts } from './step.ts';

/** SignatureRequest describes a checkout whose signature to verify. */
export interface SignatureRequest {
  readonly url: string;
  readonly ref?: string;
  /** The commit that it must be at. */
  readonly commit?: string;
  /** File name of the key as the Imagefile has it; absent for an inline key. */
  readonly key?: string;
}

/** UnpackRequest describes an archive whose signature to verify. Without a request, the archive need not be signed. */
export interface UnpackRequest {
  readonly url: string;
  /** File name of the key as the Imagefile has it; absent for an inline key. */
  readonly key?: string;
}

/** MatchesRequest names files of a source that must exist. */
export interface MatchesRequest {
  /** Name of the build. */
  readonly build: string;
  readonly glob: string;
  /** Folder of the source, absolute. */
  readonly folder: string;
}

/** OutputRequest names a file that a build must have made. */
export interface OutputRequest {
  /** Name of the build. */
  readonly build: string;
  /** As the Imagefile has it: absolute, or relative to `folder`. */
  readonly from: string;
  /** Folder of the source, absolute. */
  readonly folder: string;
}

/** SourceRequests are the requests of `SOURCE_STEPS`. */
export interface SourceRequests {
  readonly signature: SignatureRequest;
  readonly unpack: UnpackRequest;
  readonly matches: MatchesRequest;
  readonly output: OutputRequest;
}

/** The steps for builds from source. */
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
    /** All absent if the archive need not be signed. */
    optional: ['request', 'signature', 'key'],
  },
  matches: {
    does: 'Fails if no file of a source matches a glob of `fetch`.',
    places: { request: REQUEST, tree: '/tree' },
  },
  output: {
    does: 'Fails if a build did not make a file that it should have made.',
    places: { request: REQUEST, tree: '/tree' },
  },
} as const satisfies Record<string, StepFacts>;
