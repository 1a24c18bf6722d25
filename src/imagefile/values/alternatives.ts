import { type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/** The most patterns that the braces of one stand for: each is compared with every path of the tree. */
const MOST_ALTERNATIVES = 1000;
/** The most characters of these patterns together. */
const MOST_CHARACTERS = 20_000;

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
    if (count > 1 && count * pattern.length > MOST_CHARACTERS) {
      const message = `pattern ${quote(pattern)} stands for patterns with more than ${MOST_CHARACTERS} characters`;
      return problem('invalid-value', message, 'write fewer braces');
    }
    rest = `${rest.slice(0, found.index)}x${rest.slice(found.index + found[0].length)}`;
  }
}
