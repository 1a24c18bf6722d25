/**
 * The graph: vertices, and edges between them.
 *
 * A vertex is encoded as soon as it is made, once. Its inputs are made before it, so their digests are known, and from then
 * on a vertex *is* its bytes and their digest: nothing can change it, equal ones are recognised, and no graph is too deep.
 */
import type { pb } from './proto.ts';

/** A step of the build. Made by the functions of this folder only. */
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

/** A tree of files that a vertex makes; an exec makes one for each writable mount. */
export interface Output {
  readonly vertex: Vertex;
  readonly index: number;
}

/** A tree of files. `undefined` is the empty one, "scratch". */
export type Tree = Output | undefined;

export const scratch: Tree = undefined;

/** As in an image config, OCI Image Specification v1.1 (config.md); normalised: no variant for amd64 and arm64. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** Lines count from 1, characters from 0; `end` is inclusive, and an end before its start means one line. */
export interface Location {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Places in the file that `marshal` gets or, in a graph made elsewhere, in a file of its own. */
export interface Place {
  readonly source?: pb.SourceInfo.$Properties;
  readonly locations: readonly Location[];
}

/** What can be said of every op without changing its digest. */
export interface Common {
  /** The line a person sees while it runs. */
  readonly name?: string;
  /** Ops of one group are shown as one line; a weak group gives way to its members' own. */
  readonly group?: { readonly id: string; readonly name: string; readonly weak?: boolean };
  /** The lines that asked for it: shown with an error, recorded in the provenance. */
  readonly locations?: readonly Location[];
  /** A line that is shown with an error beside those, as though it were in a file of that name. */
  readonly note?: { readonly filename: string; readonly line: string };
  readonly description?: Readonly<Record<string, string>>;
  readonly ignoreCache?: boolean;
  /** Whether a cache export takes its result; the daemon decides when absent. */
  readonly exportCache?: boolean;
  /** Limits of a container; they change no cache key. */
  readonly resources?: LinuxResources;
}

/** cgroup limits: bytes, relative shares, microseconds, and lists such as `0-3`. */
export interface LinuxResources {
  readonly memory?: number;
  readonly memorySwap?: number;
  readonly cpuShares?: number;
  readonly cpuPeriod?: number;
  readonly cpuQuota?: number;
  readonly cpusetCpus?: string;
  readonly cpusetMems?: string;
}
