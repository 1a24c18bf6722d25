import type { z } from 'zod';
import type { RunItem } from '../schema/schema-command.ts';
import type { Command } from '../spec.ts';
import { type Problem, problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { ABSOLUTE } from '../values/syntax.ts';
import { splitWords, type WordsProblem } from '../values/words.ts';
import { readDictionary } from './dictionary.ts';
import { readMounts } from './mounts.ts';
import { at, type ReadContext, report } from './read-context.ts';

/** Returns argv of a command line or a list; undefined after reporting a line that cannot be split. */
export function readWords(
  context: ReadContext,
  path: Path,
  value: string | readonly string[],
): readonly string[] | undefined {
  const subject = subjectOf(path);
  const place = at(context, ...path);
  if (typeof value !== 'string') {
    if (value[0] !== '') return value;
    report(context, place, problem('invalid-value', `${subject} begins with an empty word`));
    return undefined;
  }
  const result = splitWords(value);
  if ('problem' in result) {
    report(context, place, explainWords(path, value, result.problem));
    return undefined;
  }
  const [first = ''] = result.words;
  if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) {
    const message = `${subject} ${quote(value)} sets a variable first, which needs a shell`;
    report(context, place, problem('invalid-value', message, `put ${quote(first)} into "environment"`));
    return undefined;
  }
  return result.words;
}

/** Returns the key of a command, e.g. `entry`; for an item of a list, the key of the list. */
function subjectOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string'));
}

/** Explains why the command line at a path cannot be split. */
export function explainWords(path: Path, line: string, found: WordsProblem): Problem {
  const subject = subjectOf(path);
  const what = `${subject} ${quote(line)}`;
  if (found.kind === 'empty') {
    return problem('invalid-value', `${subject} is empty`, 'write a command or leave it out');
  }
  if (found.kind === 'unclosed-quote') {
    return problem('invalid-value', `${what} has an unclosed quote: ${quote(found.text)}`);
  }
  if (found.text.startsWith('$')) {
    const message = `${what} contains ${quote(found.text)}, which needs a shell`;
    return problem(
      'invalid-value',
      message,
      'write the value, or put it in single quotes to pass it unchanged',
    );
  }
  const message = `${what} contains ${quote(found.text)}, which needs a shell`;
  return problem(
    'invalid-value',
    message,
    `${insteadOf(path, found.text)}put it in quotes to pass it unchanged`,
  );
}

/** Suggests a replacement for an operator: a shell where one can run, otherwise two checks. */
function insteadOf(path: Path, operator: string): string {
  if (path[0] === 'run' || path[0] === 'build')
    return 'start a shell, as in - [sh, -c, "cd /opt && ./make >made"], or ';
  const joins = ['&&', ';', '|', '||'].includes(operator);
  return joins && subjectOf(path) === 'check' ? 'write two checks, or ' : '';
}

/** Reads a list of commands. Reports and skips those that cannot be split. */
export function readCommands(
  context: ReadContext,
  list: Path,
  items: readonly (z.infer<typeof RunItem> | undefined)[],
): Command[] {
  return items.flatMap((item, index) => {
    if (item === undefined) return [];
    const path = [...list, index];
    const isPlain = typeof item === 'string' || Array.isArray(item);
    const value = isPlain ? readWords(context, path, item) : readWords(context, [...path, 'run'], item.run);
    const mounts = isPlain ? [] : readMounts(context, path, item);
    const variables = isPlain ? undefined : item.environment;
    const environment = variables && readDictionary(context, [...path, 'environment'], variables);
    if (value === undefined) return [];
    return [
      { value, mounts, ...(environment === undefined ? {} : { environment }), at: at(context, ...path) },
    ];
  });
}

/** Reads `entry:` as argv; the program must be an absolute path. */
export function readEntry(
  context: ReadContext,
  value: string | readonly string[],
): readonly string[] | undefined {
  const words = readWords(context, ['entry'], value);
  const [program = '', ...rest] = words ?? [];
  if (words === undefined) return undefined;
  const what = `entry ${quote(program)}`;
  const place = at(context, 'entry', ...(typeof value === 'string' ? [] : [0]));
  if (!program.startsWith('/')) {
    const name = program.split('/').at(-1);
    const message = `${what} must be an absolute path, because PATH is not searched`;
    report(
      context,
      place,
      problem('invalid-value', message, `write the full path, for example ${quote(`/usr/bin/${name}`)}`),
    );
    return undefined;
  }
  if (!ABSOLUTE.test(program)) {
    report(context, place, problem('unsafe-path', `${what} must not contain ".."`, 'write the full path'));
    return undefined;
  }
  if (program.endsWith('/')) {
    report(context, place, problem('invalid-value', `${what} is a folder`, 'name the program in it'));
    return undefined;
  }
  return [normalPath(program), ...rest];
}
