import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { type LineStarts, linesOf } from '../../src/imagefile/text/lines.ts';

/** A place in the only source of an answer, as the JSON of BuildKit's `pb.Location`. */
export function location(starts: LineStarts, at: Range | undefined) {
  if (at === undefined) return { ranges: [] };
  const { first, last } = linesOf(starts, at);
  return { ranges: [{ start: { line: first }, end: { line: last } }] };
}
