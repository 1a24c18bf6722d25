import type { Unopened } from '../dlopen-names.ts';
import type { Engine } from '../engine.ts';

/** What a rule looks at: a pruning that is done. */
export interface Pruning {
  readonly engine: Engine;
  /** Files that lose their setuid and setgid bits. */
  readonly cleared: readonly string[];
  readonly unopened: readonly Unopened[];
  /** Names of the packages that something in the image is from. */
  readonly contributors: ReadonlySet<string>;
}

export interface Finding {
  /** One sentence without a full stop at its end. */
  readonly detail: string;
  /** The package that it is about, where the Imagefile names that. */
  readonly package?: string;
  /** The program that a check starts, by a name of it, where that is why. */
  readonly program?: string;
}

/** Something about the tree that is allowed and often a mistake. docs/lint.md has a section for each. */
export interface AuditRule {
  readonly name: string;
  /** What it asks for. */
  readonly summary: string;
  readonly find: (pruning: Pruning) => readonly Finding[];
}
