/**
 * The graph: vertices, and edges between them.
 *
 * A vertex is encoded once, when it is created. Its inputs exist by then, so their digests are known. A vertex *is* its
 * bytes and their digest: it is immutable, equal vertices are recognised, and no graph is too deep.
 */
import type { pb } from './proto.ts';

/** Vertex is a step of the build. Only the functions of this folder create one. */
export interface Vertex {
  /** `sha256:…` of `bytes`. */
  readonly digest: string;
  /** The encoded Op. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly Output[];
  /** Not part of the digest. */
  readonly metadata: pb.OpMetadata.$Properties;
  readonly places: readonly Place[];
}

/** Output is a file tree made by a vertex; an exec has one for each writable mount. */
export interface Output {
  readonly vertex: Vertex;
  readonly index: number;
}

/** Tree is a file tree. `undefined` is the empty one, "scratch". */
export type Tree = Output | undefined;

export const scratch: Tree = undefined;

/** Platform is as in an image config (OCI Image Specification v1.1, config.md); normalised: no variant for amd64 and arm64. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** Location counts lines from 1, characters from 0. `end` is inclusive; an end before the start means one line. */
export interface Location {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Place is a set of locations in the file given to `marshal` or, for an embedded graph, in its own file. */
export interface Place {
  readonly source?: pb.SourceInfo.$Properties;
  readonly locations: readonly Location[];
}

/** Common has the metadata of an op, which does not change its digest. */
export interface Common {
  /** The line of progress shown while it runs. */
  readonly name?: string;
  /** Ops of one group are shown as one line; the members' own groups override a weak one. */
  readonly group?: { readonly id: string; readonly name: string; readonly weak?: boolean };
  /** The lines of the Imagefile that caused it: shown with an error, recorded in the provenance. */
  readonly locations?: readonly Location[];
  /** An additional line shown with an error, as if from a file of that name. */
  readonly note?: { readonly filename: string; readonly line: string };
  readonly description?: Readonly<Record<string, string>>;
  readonly ignoreCache?: boolean;
  /** Whether a cache export includes its result; the daemon decides when absent. */
  readonly exportCache?: boolean;
  /** Limits of the container; outside the cache key. */
  readonly resources?: LinuxResources;
}

/** LinuxResources are cgroup limits: bytes, relative shares, microseconds, and lists such as `0-3`. */
export interface LinuxResources {
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly cpuShares?: number;
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
}
