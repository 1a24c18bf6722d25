import type { Code, Diagnostic } from '../../src/imagefile/text/diagnostic.ts';
import { type LineStarts, lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import { printable } from '../../src/tree/printable.ts';
import { excerpt, type Lines, type SourceFile } from './excerpt.ts';
import { type Detail, detail, type Status, StatusError, UNKNOWN } from './status.ts';

/** Problem is one mistake of the user. Without `at` it concerns the whole build, and no line is shown. */
export interface Problem extends Omit<Diagnostic, 'at' | 'severity'>, Partial<Pick<Diagnostic, 'at'>> {
  /** The file it is in, if not the Imagefile. */
  readonly file?: SourceFile;
}

/** UserError is an error that the user can fix. Its message has a line for each problem. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(message(problems));
    this.problems = problems;
  }

  /** Returns the error with the Imagefile as the file of every problem that names none. */
  in(imagefile: SourceFile): UserError {
    return new UserError(this.problems.map((problem) => ({ file: imagefile, ...problem })));
  }
}

/** Joins errors into one, in the order of the Imagefile. Duplicate problems are dropped. */
export function joined(errors: readonly UserError[]): UserError {
  const byText = new Map(
    errors.flatMap(({ problems }) => problems).map((each) => [JSON.stringify(each), each]),
  );
  const start = ({ at }: Problem) => at?.start ?? -1;
  return new UserError([...byText.values()].sort((a, b) => start(a) - start(b)));
}

/** The most problems in a message. More are usually one mistake repeated. */
const NAMED = 20;

/** The most excerpts in an error. */
const EXCERPTS = 5;

/** Bytes of file text in all excerpts of an error. */
const EXCERPT_BYTES = 24 << 10;

/** Converts any error into the status that Return takes. */
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

/** A place without a file, for which clients show no excerpt. Without any place, the built-in frontend adds the `# syntax`
 * line (`frontend/dockerfile/builder/build.go`), which misleads. */
const NOWHERE: Detail = detail('Source', {});

function message(problems: readonly Problem[]): string {
  const linesIn = lineReader();
  const lines = problems.slice(0, NAMED).map(({ file, at, message, code, fix }) => {
    const line = file && at && `:${linesIn(file, at).first}`;
    const place = file === undefined ? '' : `${file.name}${line ?? ''}: `;
    return `${place}${printable(message)} [${code}]${fix === undefined ? '' : `\n  ${printableLines(fix)}`}`;
  });
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** Makes each line of a fix printable. */
function printableLines(fix: string): string {
  return fix.split('\n').map(printable).join('\n');
}

/** Returns a detail for each place, the last first. Clients get them in reverse, because every hop wraps one in the next. */
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

/** Returns details that show lines of a file. */
export function linesDetails(file: SourceFile, all: readonly Lines[]): Detail[] {
  const shown = all.slice(0, EXCERPTS);
  return shown.map((lines) => sourceDetail(file, lines, EXCERPT_BYTES / shown.length)).reverse();
}

/** Returns a function that finds the lines of a place and scans each file only once. */
function lineReader(): (file: SourceFile, at: NonNullable<Problem['at']>) => Lines {
  const known = new Map<SourceFile, LineStarts>();
  return (file, at) => {
    const starts = known.get(file) ?? lineStarts(file.text);
    known.set(file, starts);
    return linesOf(starts, at);
  };
}

/** Returns an `errdefs.Source`. A range needs an end: clients read it without a check. */
function sourceDetail(file: SourceFile, { first, last }: Lines, limit: number): Detail {
  const data = Buffer.from(excerpt(file.text, { first, last }, limit)).toString('base64');
  return detail('Source', {
    info: { filename: file.name, data, language: 'YAML' },
    ranges: [{ start: { line: first }, end: { line: last } }],
  });
}
