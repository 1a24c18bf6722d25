import type { Lock } from './lock.ts';

/** What the resolve step is asked. It finds the indexes in the folders named after `archives`' positions. */
export interface ResolveRequest {
  readonly architecture: string;
  readonly suite: string;
  readonly components: readonly string[];
  readonly archives: readonly { readonly url: string; readonly suite: string }[];
  readonly recommends: boolean;
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
  | { readonly kind: 'unknown-package'; readonly package: string; readonly near: readonly string[] }
  | { readonly kind: 'unknown-version'; readonly package: string; readonly version: string; readonly known: readonly string[] }
  /** apt's own words, trimmed; `package` is the requested one that cannot be had. */
  | { readonly kind: 'unsatisfiable'; readonly package: string; readonly explanation: readonly string[] }
  | { readonly kind: 'bad-signature'; readonly suite: string; readonly explanation: readonly string[] };
