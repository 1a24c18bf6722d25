import type { Code, Diagnostic } from '../../src/imagefile/text/diagnostic.ts';
import { type LineStarts, lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import { excerpt, type Lines, type SourceFile } from './excerpt.ts';
import { type Detail, detail, type Status, StatusError, UNKNOWN } from './status.ts';

/** Without `at` it concerns the build as a whole, and no line is shown for it. */
export interface Problem extends Omit<Diagnostic, 'at' | 'severity'>, Partial<Pick<Diagnostic, 'at'>> {
  /** The file that it is in, where that is not the Imagefile. */
  readonly file?: SourceFile;
}

/** What the person who wrote the Imagefile can mend. Its message has a line for each problem. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(message(problems));
    this.problems = problems;
  }

  /** The error for people to read: what names no file is about this one. */
  in(imagefile: SourceFile): UserError {
    return new UserError(this.problems.map((problem) => ({ file: imagefile, ...problem })));
  }
}

/** Several as one, in the order of the Imagefile. What they have in common is said once. */
export function joined(errors: readonly UserError[]): UserError {
  const byText = new Map(
    errors.flatMap(({ problems }) => problems).map((each) => [JSON.stringify(each), each]),
  );
  const start = ({ at }: Problem) => at?.start ?? -1;
  return new UserError([...byText.values()].sort((a, b) => start(a) - start(b)));
}

/** How many problems are named; whoever has more made one mistake many times. */
const NAMED = 20;

/** How many of them are shown in the file. */
const EXCERPTS = 5;

/** Bytes of file text in all excerpts of an error together. */
const EXCERPT_BYTES = 24 << 10;

/** Any error as BuildKit takes it in Return. */
export function toStatus(error: unknown): Status {
  if (error instanceof UserError) {
    return { code: UNKNOWN, message: error.message, details: placeDetails(error) };
  }
  if (error instanceof StatusError) {
    const placed = error.details.some(({ type_url }) => type_url === NOWHERE.type_url);
    const details = placed ? [...error.details] : [...error.details, NOWHERE];
    return { code: error.code || UNKNOWN, message: error.message, details };
  }
  const code: Code = 'internal';
  const what = error instanceof Error ? error.message : String(error);
  const message = `mib failed: ${what} [${code}]\n  this is a fault of mib itself; the log of the Docker daemon says where`;
  return { code: UNKNOWN, message, details: [NOWHERE] };
}

/** A place without a file. An error without any place is shown at the `# syntax` line, which misleads:
 * the built-in frontend adds that one (`frontend/dockerfile/builder/build.go`). With this one clients show none. */
const NOWHERE: Detail = detail('Source', {});

function message(problems: readonly Problem[]): string {
  const linesIn = lineReader();
  const lines = problems.slice(0, NAMED).map(({ file, at, message, code, fix }) => {
    const line = file && at && `:${linesIn(file, at).first}`;
    const place = file === undefined ? '' : `${file.name}${line ?? ''}: `;
    return `${place}${message} [${code}]${fix === undefined ? '' : `\n  ${fix}`}`;
  });
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** One for each place, the last first: every hop wraps one in the next, so that a client ends up with the reverse. */
function placeDetails({ problems }: UserError): Detail[] {
  const linesIn = lineReader();
  const places = problems.flatMap(({ file, at }) => {
    if (file === undefined || at === undefined) return [];
    const lines = linesIn(file, at);
    return [[`${file.name} ${lines.first}-${lines.last}`, { file, lines }] as const];
  });
  const shown = [...new Map(places).values()].slice(0, EXCERPTS);
  if (shown.length === 0) return [NOWHERE];
  const limit = EXCERPT_BYTES / shown.length;
  return shown.map(({ file, lines }) => sourceDetail(file, lines, limit)).reverse();
}

/** Finds the lines of places; it looks through each file once. */
function lineReader(): (file: SourceFile, at: NonNullable<Problem['at']>) => Lines {
  const known = new Map<SourceFile, LineStarts>();
  return (file, at) => {
    const starts = known.get(file) ?? lineStarts(file.text);
    known.set(file, starts);
    return linesOf(starts, at);
  };
}

/** `errdefs.Source`. A range needs its end, too: clients read it unasked. */
function sourceDetail(file: SourceFile, { first, last }: Lines, limit: number): Detail {
  const data = Buffer.from(excerpt(file.text, { first, last }, limit)).toString('base64');
  return detail('Source', {
    info: { filename: file.name, data, language: 'YAML' },
    ranges: [{ start: { line: first }, end: { line: last } }],
  });
}
