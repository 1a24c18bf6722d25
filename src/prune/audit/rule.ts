import type { Unopened } from '../dlopen-names.ts';
import type { Engine } from '../engine.ts';
import type { MissingLibrary } from '../missing-libraries.ts';

/** Pruning is a finished pruning, the input of audit rules. */
export interface Pruning {
  readonly engine: Engine;
  /** Files that lose their setuid and setgid bits. */
  readonly cleared: readonly string[];
  readonly unopened: readonly Unopened[];
  readonly missing: readonly MissingLibrary[];
  /** Names of the packages with files in the image. */
  readonly contributors: ReadonlySet<string>;
}

export interface Finding {
  /** One sentence without a full stop at its end. */
  readonly detail: string;
  /** The package that the finding is about, if the Imagefile names it. */
  readonly package?: string;
  /** The volume that the finding is about, as the Imagefile names it. */
  readonly volume?: string;
  /** The library that is missing. */
  readonly library?: string;
  /** The target of the line of files, or of a build's output, that the finding is about. */
  readonly target?: string;
  /** The program of the check that causes the finding, as the check names it. */
  readonly program?: string;
}

/** AuditRule finds something in the tree that is allowed but often a mistake. docs/lint.md has a section for each. */
export interface AuditRule {
  readonly name: string;
  /** One sentence that states the rule, without a full stop. */
  readonly summary: string;
  readonly find: (pruning: Pruning) => readonly Finding[];
}
