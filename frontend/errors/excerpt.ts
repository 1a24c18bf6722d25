/** A file as the person who builds knows it. */
export interface SourceFile {
  /** As it was given, e.g. `Imagefile`. */
  readonly name: string;
  readonly text: string;
}

/** Lines from 1, both included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Lines around the place that clients show: at most four (`solver/errdefs/source.go` `Print`); more than they need. */
const CONTEXT = 10;
const LONGEST_LINE = 400;

/** The text a client needs to show `lines`: the file itself when it is small, otherwise the lines around
 * them, with as many empty lines in front as keep their numbers right.
 *
 * Details of an error travel in an HTTP/2 trailer, base64 twice over. 64 KiB of that is more than some
 * readers take, Node's own http2 among them, and the error would be lost with the excerpt. */
export function excerpt(text: string, lines: Lines, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const all = text.split('\n');
  const from = Math.max(1, lines.first - CONTEXT);
  const to = Math.min(all.length, Math.min(lines.last, lines.first + CONTEXT) + CONTEXT);
  const shown = all.slice(from - 1, to).map(shorten);
  return '\n'.repeat(from - 1) + shown.join('\n');
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
