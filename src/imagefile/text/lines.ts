import type { Range } from './diagnostic.ts';

/** LineStarts has the offset of the start of each line, the first being 0.
 * Lines end with `\n`, as in BuildKit's excerpts (`solver/errdefs/source.go`). */
export type LineStarts = readonly number[];

/** Position is a place as editors count it. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** UTF-16 units before it in its line. */
  readonly character: number;
}

/** Computes the table in one pass over the text; reuse the result. */
export function lineStarts(text: string): LineStarts {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Returns line and character of an offset. Offsets beyond the text are on the last line. */
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

/** Returns the first and last line that a range touches, from 1. A range that ends at the start of a line does not touch it. */
export function linesOf(starts: LineStarts, at: Range): { readonly first: number; readonly last: number } {
  const first = positionAt(starts, at.start).line;
  const last = positionAt(starts, Math.max(at.start, at.end - 1)).line;
  return { first, last };
}
