import type { Archive } from './archive.ts';
import type { Lock } from './lock.ts';

/** ResolveRequest is the request of the resolve step. Folders named by position in `archives` hold the indexes. */
export interface ResolveRequest {
  readonly architecture: string;
  readonly suite: string;
  readonly archives: readonly RequestedArchive[];
  readonly recommends: boolean;
  readonly packages: readonly RequestedPackage[];
  /**
   * By name, the only version of a package to consider, without the suffix of a rebuild. Set only in a second request,
   * which uses the indexes that the first has verified and kept.
   */
  readonly held?: Readonly<Record<string, string>>;
  /** Target architecture of a build: that of libraries, and of the code that compilers produce. */
  readonly target?: string;
  /** Set for a base image: the dpkg database beside the request lists its packages, and nothing is bootstrapped. */
  readonly isUpon?: true;
}

export interface RequestedArchive extends Archive {
  readonly components: readonly string[];
  /** Whether it is part of the suite, the only source of the base packages. */
  readonly base: boolean;
  /** Accept an index whose `Valid-Until` has passed, as in a snapshot. Its signature is still verified. */
  readonly acceptExpired?: boolean;
  /** `sha256:…` of the key beside the index, which must have signed it; Debian's keys when absent. */
  readonly key?: string;
  /** Whether it may replace Debian's packages; otherwise it gives only what is asked from it. */
  readonly override?: true;
}

export interface RequestedPackage {
  readonly name: string;
  readonly exclude: boolean;
  readonly version?: string;
  readonly suite?: string;
  /** That of the request when absent. */
  readonly architecture?: string;
}

/**
 * Returns the folder of a list, within the folder of its archive.
 * @param architecture absent if it is that of the request
 */
export function listFolder(component: string, architecture?: string): string {
  return architecture === undefined ? component : `${component}/binary-${architecture}`;
}

/** Resolution is the answer of the resolve step: a lock, or problems. Problems do not fail the step, so that the
 * frontend can show them at the lines that caused them. */
export type Resolution = Resolved | { readonly problems: readonly ResolveProblem[] };

export interface Resolved {
  readonly lock: Lock;
  /** By name, sorted: all versions of the locked packages that have more than one. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
}

export type ResolveProblem =
  /** `near`: similar names, most likely first; for a virtual package, its providers. */
  | { readonly kind: 'unknown-package'; readonly package: string; readonly near: readonly string[] }
  /** `known`: available versions, newest first. For `name/suite`, `version` and `known` are names of suites. */
  | {
      readonly kind: 'unknown-version';
      readonly package: string;
      readonly version: string;
      readonly known: readonly string[];
    }
  /**
   * `explanation`: apt's message, trimmed; `package`: the requested package that cannot be installed; `overrides`: the
   * repositories that would have to replace packages of Debian.
   */
  | {
      readonly kind: 'unsatisfiable';
      readonly package: string;
      readonly explanation: readonly string[];
      readonly overrides?: readonly Archive[];
    }
  /** A chosen package whose version other archives have with different contents. */
  | {
      readonly kind: 'ambiguous';
      readonly package: string;
      readonly version: string;
      readonly archives: readonly Archive[];
    }
  | IndexProblem;

/** IndexProblem is the reason that an index is refused. */
export interface IndexProblem {
  readonly kind: 'index';
  readonly archive: Archive;
  readonly fault: IndexFault;
  /** apt's message, trimmed; for `invalid`, mib's own. */
  readonly explanation: readonly string[];
}

/**
 * IndexFault is the kind of an index problem. `expired`: past its `Valid-Until`, as on a mirror that is no longer updated.
 * `unknown-key`: signed by an untrusted key. `weak-digest`: the signature uses a digest that can be forged.
 * `bad-signature`: unsigned, or changed since it was signed. `invalid`: a list of it is too large, or has an entry of a
 * chosen package that is not what it must be.
 */
export type IndexFault =
  | 'expired'
  | 'unknown-key'
  | 'expired-key'
  | 'weak-digest'
  | 'bad-signature'
  | 'invalid';

/** WhoHasRequest is the request of the whohas step, about the source packages in `/in/archives/0/Sources.xz`. */
export interface WhoHasRequest {
  readonly names: readonly string[];
}

/** WhoHas is its answer: the sorted architectures of each name; `all` for an architecture-independent package. */
export interface WhoHas {
  readonly packages: Readonly<Record<string, readonly string[]>>;
}
