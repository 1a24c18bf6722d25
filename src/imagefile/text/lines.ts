import type { Range } from './diagnostic.ts';

/** The table that turns offsets into lines: the offset at which each line starts, the first being 0.
 * Lines end with `\n`, as they do for BuildKit's excerpts (`solver/errdefs/source.go`). */
export type LineStarts = readonly number[];

/** A place as people and editors count it. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** UTF-16 units before it in its line. */
  readonly character: number;
}

/** One pass over the text; keep the answer when asking more than once. */
export function lineStarts(text: string): LineStarts {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Line and character of an offset; one beyond the text lies on the last line. */
export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, character: Math.max(0, offset - (starts[low] ?? 0)) };
}

/** First and last line that a range touches, both from 1. A range that ends at the start of a line does not touch it. */
export function linesOf(starts: LineStarts, at: Range): { readonly first: number; readonly last: number } {
  const first = positionAt(starts, at.start).line;
  const last = positionAt(starts, Math.max(at.start, at.end - 1)).line;
  return { first, last };
}
