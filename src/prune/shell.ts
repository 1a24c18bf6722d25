/** Words before a command: reserved words and builtins (POSIX.1-2017 XCU 2.4, 2.14; bash adds some). */
const OPENS = new Set('if then else elif while until do ! { ( time exec command eval builtin'.split(' '));
/** Programs that start a program from their arguments. */
const STARTERS = new Set('env nohup nice xargs setsid stdbuf timeout'.split(' '));
/** Builtins that source a file. */
const SOURCES = new Set(['.', 'source']);
const BUILTIN = new Set(
  (
    '. : alias bg break case cd continue declare done enable esac exit export false fc fg fi for function ' +
    'getopts hash history in jobs let local popd pushd read readonly return select set shift shopt source suspend ' +
    'times trap true type typeset ulimit umask unalias unset wait }'
  ).split(' '),
);

export interface ShellWords {
  /** Words in the position of a command, which the shell would look up. */
  readonly called: readonly string[];
  /** Files that `.` and `source` read. */
  readonly sourced: readonly string[];
}

/**
 * Returns the names in a shell text, sorted, each once. It misses names composed at run time and may mistake text in
 * here-documents for commands. Both only make the guess about what to keep less precise.
 */
export function shellWords(text: string): ShellWords {
  const called = new Set<string>();
  const sourced = new Set<string>();
  let into: Set<string> | undefined = called;
  for (const token of tokens(text)) {
    if (token.kind === 'operator') into = called;
    else if (into !== undefined && !isPassedOver(token.text)) {
      const word = token.text;
      const isCommand = into === called;
      if (isName(word) && !(isCommand && BUILTIN.has(word))) into.add(word);
      if (isCommand && SOURCES.has(word)) into = sourced;
      else if (!(isCommand && STARTERS.has(word))) into = undefined;
    }
  }
  return { called: [...called].sort(), sourced: [...sourced].sort() };
}
/** Reports whether a word is literal, without expansions. */
function isName(word: string): boolean {
  return /^[A-Za-z0-9_./+[-]+$/.test(word);
}

/** Reports whether a word may precede a command: an assignment, option, duration or reserved word. */
function isPassedOver(word: string): boolean {
  return OPENS.has(word) || /^([A-Za-z_][A-Za-z0-9_]*\+?=|-|\d+(\.\d+)?[smhd]?$)/.test(word);
}

interface Token {
  readonly kind: 'word' | 'operator';
  readonly text: string;
}

const TOKEN =
  /(?<operator>\$\(|[;&|()`\n]+)|(?<redirect>\d*[<>]{1,3}[&|-]?[ \t]*[^\s;&|()]*)|(?<space>[ \t\r]+|\\\n|(?<![^\s;&|()])#[^\n]*)|(?<word>(?:\\[\s\S]|'[^']*'|"(?:[^"\\$`]|\\[\s\S]|\$(?!\())*"|\$(?!\()|[^\s;&|()`<>'"\\$])+)|(?<rest>[\s\S])/g;

/** Splits a shell text. A command substitution in double quotes starts a command like any other. */
function* tokens(text: string): Generator<Token> {
  for (const { groups } of text.matchAll(TOKEN)) {
    if (groups?.operator !== undefined) yield { kind: 'operator', text: groups.operator };
    else if (groups?.word !== undefined) yield { kind: 'word', text: unquote(groups.word) };
  }
}

function unquote(word: string): string {
  return word.replaceAll(/\\([\s\S])|['"]/g, '$1');
}
