import type { Problem } from '../text/problem.ts';
import type { Tree } from '../text/tree.ts';

/** How to speak of one kind of value. */
export interface Wording {
  /** What it is called, e.g. `package`; the key it stands at when absent. */
  readonly subject?: string;
  /** There may be several, so it takes an article. */
  readonly isItem?: true;
  /** What it "must be". */
  readonly expects: string;
  /** A right one, as it stands in the file. */
  readonly example?: string;
  /** Any number is good if it is put in quotes. */
  readonly isText?: true;
  /** Says why a string is refused; otherwise "must be" and `expects` do. */
  readonly explain?: (text: string) => Problem;
  /** Says why a value is refused, where its parts would give no clue. */
  readonly explainWhole?: (tree: Tree) => Problem | undefined;
  /** Says what is missing where the value at a key is. */
  readonly explainNothing?: (key: string) => Problem | undefined;
  /** What to write instead of a value of the wrong kind. */
  readonly mend?: (tree: Tree) => string | undefined;
  /** Which form a map is meant to be, where there are several. */
  readonly variant?: (tree: Tree) => number;
}
