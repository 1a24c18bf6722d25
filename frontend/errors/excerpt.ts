/** SourceFile is a text file that messages refer to. */
export interface SourceFile {
  /** As the client gave it, e.g. `Imagefile`. */
  readonly name: string;
  readonly text: string;
}

/** Lines is a range of lines, counted from 1, both ends included. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Lines kept on each side of a place. Clients show at most four (`solver/errdefs/source.go` `Print`). */
const CONTEXT = 10;
const LONGEST_LINE = 400;

/** Returns the text that a client needs to show `lines`: the whole file if it has at most `limit` bytes, otherwise the
 * lines around them, preceded by empty lines that keep the line numbers right.
 *
 * Error details travel in an HTTP/2 trailer, base64-encoded twice. Some readers, Node's http2 among them, reject a trailer
 * of 64 KiB, and then the whole error is lost. */
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
