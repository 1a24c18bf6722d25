import type { Lock } from './lock.ts';

/** What the resolve step is asked. It finds the indexes in the folders named after `archives`' positions. */
export interface ResolveRequest {
  readonly architecture: string;
  readonly suite: string;
  readonly components: readonly string[];
  readonly archives: readonly { readonly url: string; readonly suite: string }[];
  readonly recommends: boolean;
  /** Take indexes whose `Valid-Until` is past, as a snapshot's are. Signatures are verified all the same. */
  readonly acceptExpired?: boolean;
  readonly packages: readonly RequestedPackage[];
}

export interface RequestedPackage {
  readonly name: string;
  readonly exclude: boolean;
  readonly version?: string;
  readonly suite?: string;
}

/** Its answer: a lock, or what stands in the way. A problem is an answer, not a failed step, so that the
 * frontend can show it at the line that asked for it. */
export type Resolution = { readonly lock: Lock } | { readonly problems: readonly ResolveProblem[] };

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
  | { readonly kind: 'bad-signature'; readonly suite: string; readonly explanation: readonly string[] }
  /** The index is older than its archive wants it to be used; a mirror that is no longer updated looks so. */
  | { readonly kind: 'expired'; readonly suite: string; readonly explanation: readonly string[] };

/** What the whohas step is asked, about the source packages at `/in/archives/0/Sources.xz`. */
export interface WhoHasRequest {
  readonly names: readonly string[];
}

/** Its answer: the architectures that each name is built for, sorted; `all` for one that fits every architecture. */
export interface WhoHas {
  readonly packages: Readonly<Record<string, readonly string[]>>;
}
