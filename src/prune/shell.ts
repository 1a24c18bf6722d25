/** Words that a shell answers itself, and its grammar's (POSIX.1-2017 XCU 2.4, 2.14; bash adds some). */
const OPENS = new Set('if then else elif while until do ! { ( time exec command eval builtin'.split(' '));
/** Programs that start the program among their arguments. */
const STARTERS = new Set('env nohup nice xargs setsid stdbuf timeout'.split(' '));
const BUILTIN = new Set(
  (
    '. : alias bg break case cd continue declare done enable esac exit export false fc fg fi for function ' +
    'getopts hash history in jobs let local popd pushd read readonly return select set shift shopt source suspend ' +
    'times trap true type typeset ulimit umask unalias unset wait }'
  ).split(' '),
);

/**
 * The words in the place of a command, sorted, each once: what the shell would look up. Names made at run time are
 * not found, and text in here-documents may be taken for commands; both only make a guess at what to keep worse.
 */
export function commandWords(text: string): readonly string[] {
  const found = new Set<string>();
  let expected = true;
  for (const token of tokens(text)) {
    if (token.kind === 'operator') expected = true;
    else if (expected && !isPassedOver(token.text)) {
      if (!BUILTIN.has(token.text) && /^[A-Za-z0-9_./+[-]+$/.test(token.text)) found.add(token.text);
      expected = STARTERS.has(token.text);
    }
  }
  return [...found].sort();
}

/** Assignments, options and durations before a command, and the grammar's own words. */
function isPassedOver(word: string): boolean {
  return OPENS.has(word) || /^([A-Za-z_][A-Za-z0-9_]*\+?=|-|\d+(\.\d+)?[smhd]?$)/.test(word);
}

interface Token {
  readonly kind: 'word' | 'operator';
  readonly text: string;
}

const TOKEN =
  /(?<operator>\$\(|[;&|()`\n]+)|(?<redirect>\d*[<>]{1,3}[&|-]?[ \t]*[^\s;&|()]*)|(?<space>[ \t\r]+|\\\n|(?<![^\s;&|()])#[^\n]*)|(?<word>(?:\\[\s\S]|'[^']*'|"(?:[^"\\$`]|\\[\s\S]|\$(?!\())*"|\$(?!\()|[^\s;&|()`<>'"\\$])+)|(?<rest>[\s\S])/g;

/** Command substitutions inside double quotes open a command like any other. */
function* tokens(text: string): Generator<Token> {
  for (const { groups } of text.matchAll(TOKEN)) {
    if (groups?.operator !== undefined) yield { kind: 'operator', text: groups.operator };
    else if (groups?.word !== undefined) yield { kind: 'word', text: unquote(groups.word) };
  }
}

function unquote(word: string): string {
  return word.replaceAll(/\\([\s\S])|['"]/g, '$1');
}
