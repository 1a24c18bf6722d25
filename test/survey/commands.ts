/** What a program is asked: the same for all programs, and what its help and the examples of its manual say. */

/** The options of which a check takes the first that ends with 0. */
export const VERSION_OPTIONS = ['--version', '--help', '-V', '-h', '-v'] as const;

const MOST_SUBCOMMANDS = 12;
const MOST_EXAMPLES = 10;

/** Returns lines of shell without any redirection or pipe, so that only the program itself is used. */
export function commandsFor(program: string, help: string, manual: string): string[] {
  const name = program.slice(program.lastIndexOf('/') + 1);
  const words = [
    ...['', '--version', '--help', '-h', '-V', '--no-such-option', 'input.txt', '.', '-'],
    ...['input.json', 'input.xml', 'input.csv', 'input.png'],
    ...subcommands(help).flatMap((word) => [`${word} --help`, `help ${word}`, word]),
  ].map((rest) => `${program} ${rest}`.trim());
  return [...new Set([...words, ...examples(name, manual).map((rest) => `${program} ${rest}`.trim())])];
}

/** The words at the beginning of a help's lines that look like `  clone     Clone a repository`. */
export function subcommands(help: string): string[] {
  const words = [...help.matchAll(/^(?: {1,8}|\t)([a-z][a-z0-9-]+)(?: {2,}|\t+| - )\S/gm)].map(
    ([, word = '']) => word,
  );
  return [...new Set(words)].filter((word) => word !== 'help').slice(0, MOST_SUBCOMMANDS);
}

/** The arguments of calls in the section EXAMPLES of a manual page, those that need no shell. */
export function examples(name: string, manual: string): string[] {
  const section = /^\.S[Hh] "?EXAMPLES?"?\s*$([\s\S]*?)(?=^\.S[Hh] |(?![\s\S]))/m.exec(manual)?.[1] ?? '';
  const calls = section
    .split('\n')
    .map(plain)
    .flatMap((line) => {
      const [, called = '', rest = ''] = /^(?:[$#%>] ?)?(\S+)\s*(.*)$/.exec(line) ?? [];
      return called === name && !/[|<>;&$`()\\{}*?[\]…]|\.{3}/.test(rest) && hasEvenQuotes(rest)
        ? [rest.trim()]
        : [];
    });
  return [...new Set(calls)].slice(0, MOST_EXAMPLES);
}

/** A line of roff without its requests and escapes. */
function plain(line: string): string {
  return line
    .replace(/^\.(?:B|I|BI|BR|IR|RB|RI|Nm|Dl|Ic)\s+/, '')
    .replaceAll(/\\f(?:\[[^\]]*\]|\([A-Z]{2}|.)/g, '')
    .replaceAll(/\\\((?:aq|dq)/g, "'")
    .replaceAll(/\\[&|^/]/g, '')
    .replaceAll('\\-', '-')
    .replaceAll('\\ ', ' ')
    .trim();
}

function hasEvenQuotes(text: string): boolean {
  return (text.match(/'/g) ?? []).length % 2 === 0 && (text.match(/"/g) ?? []).length % 2 === 0;
}
