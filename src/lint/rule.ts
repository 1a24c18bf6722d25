import type { Argument } from '../imagefile/args.ts';
import type { Spec } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { MapTree } from '../imagefile/text/tree.ts';

/** Subject is the input of a rule: a valid Imagefile, as read for one target. */
export interface Subject {
  readonly spec: Spec;
  /** Values of that target with their places. */
  readonly tree: MapTree;
  /** The file as written. */
  readonly written: MapTree;
  readonly args: readonly Argument[];
  /** Values of `--build-arg`, by name. */
  readonly given: ReadonlyMap<string, string>;
}

export interface Finding {
  /** One sentence without a full stop at its end. */
  readonly detail: string;
  /** Absent if it concerns no line. */
  readonly at?: Range;
}

/** LintRule finds something that is allowed but usually a mistake. docs/lint.md has a section for each. */
export interface LintRule {
  readonly name: string;
  /** The advice, as one sentence. */
  readonly summary: string;
  readonly find: (subject: Subject) => readonly Finding[];
}
