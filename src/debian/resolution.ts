import type { Archive } from './archive.ts';
import type { Lock } from './lock.ts';

/** What the resolve step is asked. It finds the indexes in the folders named after `archives`' positions. */
export interface ResolveRequest {
  readonly architecture: string;
  readonly suite: string;
  readonly archives: readonly RequestedArchive[];
  readonly recommends: boolean;
  readonly packages: readonly RequestedPackage[];
  /**
   * By name: the one version of a package that counts as existing, without the suffix of a rebuild. Only a second request has
   * it, whose indexes are what the first has verified and left.
   */
  readonly held?: Readonly<Record<string, string>>;
  /** Programs are built for it: libraries are of this architecture, and compilers make code for it. */
  readonly target?: string;
  /** The packages of the dpkg database beside the request are installed, and nothing is bootstrapped. */
  readonly isUpon?: true;
}

export interface RequestedArchive extends Archive {
  readonly components: readonly string[];
  /** A part of the suite itself: the base is taken from these alone. */
  readonly base: boolean;
  /** Take an index whose `Valid-Until` is past, as a snapshot's is. Its signature is verified all the same. */
  readonly acceptExpired?: boolean;
  /** `sha256:…` of the key beside the index, which alone may have signed it; else it is one of Debian's. */
  readonly key?: string;
}

export interface RequestedPackage {
  readonly name: string;
  readonly exclude: boolean;
  readonly version?: string;
  readonly suite?: string;
  /** Where it is not that of the request. */
  readonly architecture?: string;
}

/**
 * Where the resolve step finds a list, below the folder of its archive.
 * @param architecture where it is not that of the request
 */
export function listFolder(component: string, architecture?: string): string {
  return architecture === undefined ? component : `${component}/binary-${architecture}`;
}

/** Its answer: a lock, or what stands in the way. A problem is an answer, not a failed step, so that the
 * frontend can show it at the line that asked for it. */
export type Resolution = Resolved | { readonly problems: readonly ResolveProblem[] };

export interface Resolved {
  readonly lock: Lock;
  /** By name, sorted: all versions of those packages of the lock that the indexes have in more than one. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
}

export type ResolveProblem =
  /** `near`: names that were perhaps meant, the likeliest first; of a virtual package, those that provide it. */
  | { readonly kind: 'unknown-package'; readonly package: string; readonly near: readonly string[] }
  /** `known`: the versions there are, newest first. Of `name/suite`, `version` and `known` are names of suites. */
  | {
      readonly kind: 'unknown-version';
      readonly package: string;
      readonly version: string;
      readonly known: readonly string[];
    }
  /** apt's own words, trimmed; `package` is the requested one that cannot be had. */
  | { readonly kind: 'unsatisfiable'; readonly package: string; readonly explanation: readonly string[] }
  /** Chosen, and not the only one of its version: other archives have other files under it. */
  | {
      readonly kind: 'ambiguous';
      readonly package: string;
      readonly version: string;
      readonly archives: readonly Archive[];
    }
  | IndexProblem;

/** Why an index is not taken. */
export interface IndexProblem {
  readonly kind: 'index';
  readonly archive: Archive;
  readonly fault: IndexFault;
  /** apt's own words, trimmed. */
  readonly explanation: readonly string[];
}

/**
 * `expired`: it is older than its archive wants it to be used; a mirror that is no longer updated looks so. `unknown-key`:
 * signed, by a key that is not trusted. `weak-digest`: the signature is over a digest that can be forged. `bad-signature`:
 * not signed, or changed since.
 */
export type IndexFault = 'expired' | 'unknown-key' | 'expired-key' | 'weak-digest' | 'bad-signature';

/** What the whohas step is asked, about the source packages at `/in/archives/0/Sources.xz`. */
export interface WhoHasRequest {
  readonly names: readonly string[];
}

/** Its answer: the architectures that each name is built for, sorted; `all` for one that fits every architecture. */
export interface WhoHas {
  readonly packages: Readonly<Record<string, readonly string[]>>;
}
