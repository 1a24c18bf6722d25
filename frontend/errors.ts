import type { Code, Diagnostic } from '../src/imagefile/diagnostic.ts';
import { lineStarts, linesOf } from '../src/imagefile/lines.ts';
import type { Status } from './bridge.ts';
import { excerpt, firstOwnLine, type Lines, type SourceFile } from './excerpt.ts';
import { type Detail, detail, StatusError, UNKNOWN } from './status.ts';

/** A problem without a place of its own: the message holds for the file as a whole. */
export type Problem = Omit<Diagnostic, 'at' | 'severity'> & Partial<Pick<Diagnostic, 'at'>>;

/** What the person who wrote the Imagefile can mend. Its message has a line for each problem. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly problems: readonly Problem[];
  readonly file: SourceFile;

  constructor(problems: readonly Problem[], file: SourceFile) {
    super(message(problems, file));
    this.problems = problems;
    this.file = file;
  }
}

/** Excerpts that a client shows; further problems are in the message alone. */
const EXCERPTS = 5;

/** Bytes of file text in all excerpts of an error together. */
const EXCERPT_BYTES = 24 << 10;

/** Any error as BuildKit takes it in Return. */
export function toStatus(error: unknown): Status {
  if (error instanceof UserError) {
    return { code: UNKNOWN, message: error.message, details: placeDetails(error) };
  }
  if (error instanceof StatusError) {
    return { code: error.code || UNKNOWN, message: error.message, details: [...error.details, NOWHERE] };
  }
  const code: Code = 'internal';
  const what = error instanceof Error ? error.message : String(error);
  const message = `mib failed: ${what} [${code}]\n  this is a fault of mib itself; the daemon's log has more with MIB_DEBUG`;
  return { code: UNKNOWN, message, details: [NOWHERE] };
}

/** A place without a file. An error without any place is shown at the `# syntax` line, which misleads:
 * the built-in frontend adds that one (`frontend/dockerfile/builder/build.go`). With this one clients show none. */
const NOWHERE: Detail = detail('Source', {});

function message(problems: readonly Problem[], file: SourceFile): string {
  const starts = lineStarts(file.text);
  const lines = problems.map(({ at, message, code, fix }) => {
    const place = at === undefined ? file.name : `${file.name}:${linesOf(starts, at).first}`;
    return `${place}: ${message} [${code}]${fix === undefined ? '' : `\n  ${fix}`}`;
  });
  return lines.join('\n');
}

function placeDetails({ problems, file }: UserError): Detail[] {
  const starts = lineStarts(file.text);
  const own = firstOwnLine(file.text);
  const places = problems.map(({ at }) =>
    at === undefined ? { first: own, last: own } : linesOf(starts, at),
  );
  const distinct = [...new Map(places.map((place) => [`${place.first}-${place.last}`, place])).values()];
  const shown = distinct.slice(0, EXCERPTS);
  return shown.map((lines) => sourceDetail(file, lines, EXCERPT_BYTES / shown.length)).reverse();
}

/** `errdefs.Source`. A range needs its end, too: clients read it unasked. */
function sourceDetail(file: SourceFile, { first, last }: Lines, limit: number): Detail {
  const data = Buffer.from(excerpt(file.text, { first, last }, limit)).toString('base64');
  return detail('Source', {
    info: { filename: file.name, data, language: 'YAML' },
    ranges: [{ start: { line: first }, end: { line: last } }],
  });
}
