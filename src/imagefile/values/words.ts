/** WordsProblem is the reason that a command line cannot be split, with the offending text. */
export type WordsProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'unclosed-quote'; readonly text: string }
  | { readonly kind: 'shell'; readonly text: string };

export type WordsResult = { readonly words: readonly string[] } | { readonly problem: WordsProblem };

const SPACE = /\s/;
/** Operators of a shell. They are refused, because passing them on silently would surprise. */
const OPERATORS = /^(?:&&|\|\||>>|<<|[|&;<>()`])/;
const EXPANSION = /^\$(?:\{[^}]*\}?|\([^)]*\)?|[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?!$-])/;

/**
 * Splits a command line into argv at white space. Single quotes, double quotes and backslash work as in a POSIX shell
 * (Shell Command Language, 2.2). Nothing is expanded, because no shell runs: an operator, or a variable outside single
 * quotes, is a problem.
 */
export function splitWords(line: string): WordsResult {
  const words: string[] = [];
  let word: string | undefined;
  let rest = line;
  while (rest !== '') {
    const head = rest.charAt(0);
    const shell = EXPANSION.exec(rest) ?? OPERATORS.exec(rest);
    if (shell !== null) return { problem: { kind: 'shell', text: shell[0] } };
    let used = 1;
    if (SPACE.test(head)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (head === "'" || head === '"') {
      const quoted = head === "'" ? single(rest) : double(rest);
      if ('problem' in quoted) return quoted;
      word = (word ?? '') + quoted.text;
      used = quoted.length;
    } else if (head === '\\' && rest.length > 1) {
      word = (word ?? '') + rest.charAt(1);
      used = 2;
    } else {
      word = (word ?? '') + head;
    }
    rest = rest.slice(used);
  }
  if (word !== undefined) words.push(word);
  return words.length === 0 ? { problem: { kind: 'empty' } } : { words };
}

type Quoted = { readonly text: string; readonly length: number } | { readonly problem: WordsProblem };

function single(rest: string): Quoted {
  const end = rest.indexOf("'", 1);
  if (end === -1) return { problem: { kind: 'unclosed-quote', text: rest } };
  return { text: rest.slice(1, end), length: end + 1 };
}

function double(rest: string): Quoted {
  let text = '';
  for (let index = 1; index < rest.length; index++) {
    const head = rest.charAt(index);
    if (head === '"') return { text, length: index + 1 };
    const next = rest.charAt(index + 1);
    if (head === '\\' && next !== '' && '"\\$`'.includes(next)) {
      text += next;
      index++;
      continue;
    }
    const shell = EXPANSION.exec(rest.slice(index)) ?? (head === '`' ? ['`'] : null);
    if (shell !== null) return { problem: { kind: 'shell', text: shell[0] ?? '' } };
    text += head;
  }
  return { problem: { kind: 'unclosed-quote', text: rest } };
}
