import type { Range } from '../imagefile/text/diagnostic.ts';
import { nearest } from '../imagefile/text/nearest.ts';
import { didYouMean, type Problem, problem } from '../imagefile/text/problem.ts';
import { ruleNames } from './names.ts';

/** Settings are read from the directive `# check=skip=NAME,NAME;error=true` at the top of a file. */
export interface Settings {
  /** Names of rules. */
  readonly skip: 'all' | readonly string[];
  /** Whether a warning fails the build. */
  readonly isError: boolean;
}

/** Directive is the setting as written, with its place. */
export interface Directive {
  readonly value: string;
  readonly at: Range;
}

const LINE = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(.+?)[ \t]*$/;

/** Finds the directive among the first lines of a file, like `# syntax=` (BuildKit, frontend/dockerfile/parser/directives.go). */
export function findDirective(text: string): Directive | undefined {
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (const line of text.slice(start).split('\n')) {
    const [, key = '', value = ''] = LINE.exec(line.replace(/\r$/, '')) ?? [];
    if (key.toLowerCase() === 'check') return { value, at: { start, end: start + line.length } };
    if (key === '') return undefined;
    start += line.length + 1;
  }
  return undefined;
}

/** Parses the text of a directive. */
export function readSettings(text: string): Settings | Problem {
  let skip: Settings['skip'] = [];
  let isError = false;
  for (const part of text.split(';')) {
    const [, key = '', value = ''] = /^\s*([a-z]*)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    if (key === 'skip') skip = value === 'all' ? 'all' : value.split(',').map((name) => name.trim());
    else if (key === 'error' && /^(true|false)$/.test(value)) isError = value === 'true';
    else {
      const message = `check setting ${JSON.stringify(part.trim())} must be skip=NAME,NAME, skip=all or error=true`;
      return problem('invalid-value', message, 'for example # check=skip=root-user;error=true');
    }
  }
  const names = ruleNames();
  const unknown = skip === 'all' ? undefined : skip.find((name) => !names.includes(name));
  if (unknown === undefined) return { skip, isError };
  const meant = nearest(unknown, names);
  const fix = meant === undefined ? `the rules are ${names.join(', ')}` : didYouMean(meant);
  return problem('invalid-value', `check skips ${JSON.stringify(unknown)}, which is not a rule`, fix);
}
