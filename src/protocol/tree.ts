import { REQUEST, type StepFacts } from './step.ts';

/** UserRequest names the user of the image. */
export interface UserRequest {
  /** `name` or `name:group`; a number needs no entry in the tree. */
  readonly user: string;
}

/** AccountsRequest lists the accounts to create. */
export interface AccountsRequest {
  readonly accounts: readonly RequestedAccount[];
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** RequestedAccount is an account that the Imagefile names. */
export interface RequestedAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** SettleRequest has the date to clamp mtimes to. */
export interface SettleRequest {
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** LayerRequest has the date to clamp the mtimes of the layer to. */
export interface LayerRequest {
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** CertificatesRequest lists the certificates to trust. */
export interface CertificatesRequest {
  /** Each in PEM form, with the name of its file. */
  readonly certificates: readonly { readonly name: string; readonly pem: string }[];
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** TimezonesRequest lists the zones that the tree must have; none: it must have any. */
export interface TimezonesRequest {
  readonly names: readonly string[];
}

/** LocalesRequest lists the locales to compile. */
export interface LocalesRequest {
  readonly names: readonly string[];
  /** The byte order of the image's machine. */
  readonly endian: 'little' | 'big';
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** TreeRequests are the requests of `TREE_STEPS`. */
export interface TreeRequests {
  readonly accounts: AccountsRequest;
  readonly user: UserRequest;
  readonly certificates: CertificatesRequest;
  readonly timezones: TimezonesRequest;
  readonly locales: LocalesRequest;
  readonly settle: SettleRequest;
  readonly layer: LayerRequest;
}

/** The steps that examine whole trees, or change them in place. */
export const TREE_STEPS = {
  accounts: {
    does: 'Creates accounts in a tree that may have no programs.',
    places: { request: REQUEST, tree: '/tree' },
  },
  user: {
    does: 'Fails if the tree lacks the account that the image runs as.',
    places: { request: REQUEST, tree: '/tree' },
  },
  certificates: {
    does: 'Adds certificates to the bundles and the truststores of the tree.',
    places: { request: REQUEST, tree: '/tree' },
  },
  timezones: {
    does: 'Fails if the tree lacks a time zone.',
    places: { request: REQUEST, tree: '/tree' },
  },
  locales: {
    does: 'Compiles locales of glibc in the tree, with the localedef of the builder.',
    places: { request: REQUEST, tree: '/tree' },
  },
  settle: {
    does: 'Clamps the mtimes in the tree to the date of the image.',
    places: { request: REQUEST, tree: '/tree' },
  },
  layer: {
    does: 'Makes the tree of the base image equal to the full tree, and touches only what differs.',
    places: { request: REQUEST, full: '/full', tree: '/tree' },
    order: {
      /** Has a folder for each gate, named by its position. */
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
