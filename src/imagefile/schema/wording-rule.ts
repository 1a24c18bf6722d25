import type { Problem } from '../text/problem.ts';
import type { Tree } from '../text/tree.ts';

/** Wording is how messages describe one kind of value. */
export interface Wording {
  /** Its name, e.g. `package`; its key when absent. */
  readonly subject?: string;
  /** Set for an item of a list, whose name takes an article. */
  readonly isItem?: true;
  /** The text after "must be". */
  readonly expects: string;
  /** A valid value, as written in the file. */
  readonly example?: string;
  /** The fix for a list of too many entries. */
  readonly fewer?: string;
  /** Set where a number or boolean is valid once quoted. */
  readonly isText?: true;
  /** Explains why a string is refused; by default, "must be" and `expects`. */
  readonly explain?: (text: string) => Problem;
  /** Explains a value as a whole, where its parts would give no clue. */
  readonly explainWhole?: (tree: Tree) => Problem | undefined;
  /** Explains a key without a value. */
  readonly explainNothing?: (key: string) => Problem | undefined;
  /** Suggests a replacement for a value of the wrong type. */
  readonly mend?: (tree: Tree) => string | undefined;
  /** Returns the index of the union member that a map is meant to be. */
  readonly variant?: (tree: Tree) => number;
}
