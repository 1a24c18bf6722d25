import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/** Perl syntax that POSIX expressions accept with another meaning, with the fix. */
const FOREIGN: Readonly<Record<string, string>> = {
  '\\d': 'write "[0-9]"',
  '\\D': 'write "[^0-9]"',
  '(?': 'write "(", or "\\\\(" for a literal one',
};

/** Explains an error in a POSIX extended regular expression (Base Definitions 9.4), as far as JavaScript can tell. */
export function explainExpression(text: string): Problem | undefined {
  const invalid = (rule: string, fix?: string) => problem('invalid-value', `log ${quote(text)} ${rule}`, fix);
  const [foreign] = /\\[dD]|\(\?/.exec(text.replaceAll(/\\[^dD]/g, '__')) ?? [];
  if (foreign !== undefined) {
    return invalid(`has ${quote(foreign)}, which "grep -E" does not support`, FOREIGN[foreign]);
  }
  const expression = compiled(text);
  if (expression === undefined) {
    const fix = 'put a backslash before a literal character, such as ( [ * + ?';
    return invalid('is not a regular expression', fix);
  }
  return expression.test('')
    ? invalid('matches every line', 'write what only the expected line has')
    : undefined;
}

function compiled(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
