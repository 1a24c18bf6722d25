import type { Argument } from '../imagefile/args.ts';
import type { Spec } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { MapTree } from '../imagefile/text/tree.ts';

/** What a rule looks at: a right Imagefile, as it is for one of its targets. */
export interface Subject {
  readonly spec: Spec;
  /** The values of that target with their places. */
  readonly tree: MapTree;
  /** The file as it is written. */
  readonly written: MapTree;
  readonly args: readonly Argument[];
  /** What `--build-arg` gave, by name. */
  readonly given: ReadonlyMap<string, string>;
}

export interface Finding {
  /** One sentence without a full stop at its end. */
  readonly detail: string;
  /** Absent where it concerns no line. */
  readonly at?: Range;
}

/** Something that is allowed and most often a mistake. docs/lint.md has a section for each. */
export interface LintRule {
  readonly name: string;
  /** What it asks for. */
  readonly summary: string;
  readonly find: (subject: Subject) => readonly Finding[];
}
