import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/** The most patterns that the braces of one stand for: each is looked for in the whole tree. */
const MOST_ALTERNATIVES = 1000;

/** Explains why a pattern of `keep` or `drop` costs too much: `{a,b}` doubles the work each time. */
export function explainAlternatives(pattern: string): Problem | undefined {
  let rest = pattern;
  let count = 1;
  for (;;) {
    const found = /\{([^{}]*,[^{}]*)\}/.exec(rest);
    if (found === null) return undefined;
    count *= found[1]?.split(',').length ?? 1;
    if (count > MOST_ALTERNATIVES) {
      const message = `pattern ${quote(pattern)} stands for more than ${MOST_ALTERNATIVES} patterns`;
      return problem('invalid-value', message, 'write fewer braces');
    }
    rest = `${rest.slice(0, found.index)}x${rest.slice(found.index + found[0].length)}`;
  }
}
