import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { type LineStarts, linesOf } from '../../src/imagefile/text/lines.ts';

/** Returns a range as the JSON of BuildKit's `pb.Location`. The answer has only one source. */
export function location(starts: LineStarts, at: Range | undefined) {
  if (at === undefined) return { ranges: [] };
  const { first, last } = linesOf(starts, at);
  return { ranges: [{ start: { line: first }, end: { line: last } }] };
}
