import {
  type Command,
  forEachChild,
  type HereDoc,
  type ParsedScript,
  type Pipeline,
  parse,
  type SyntaxNode,
} from 'unbash';
import { nameOf } from '../../tree/paths.ts';
import { isShell, shellInput } from './arguments.ts';
import { startedBy } from './starters.ts';
import {
  type Argument,
  argument,
  literal,
  newVariables,
  textOf,
  textOfParts,
  type Variables,
} from './values.ts';

/** Reserved words, and builtins that are no programs or that no script means as one (POSIX.1-2017 XCU 2.14; bash adds some). */
const BUILTIN = new Set(
  (
    '. : alias bg break builtin case cd command continue declare do done elif else enable esac eval exec exit export ' +
    'false fc fg fi for function getopts hash history if in jobs let local popd pushd read readonly return select set ' +
    'shift shopt source suspend then times trap true type typeset ulimit umask unalias unset until wait while }'
  ).split(' '),
);

/** Reports whether a shell runs a command itself, although a program of its name may be there. */
export function isBuiltin(name: string): boolean {
  return BUILTIN.has(name) || /^(?:\[|echo|kill|printf|pwd|test)$/.test(name);
}

/** Texts within texts that are read: `sh -c "su -c 'eval …'"`. */
const DEEPEST = 8;
/** Here-documents, which unbash reads in a time that grows with their square. */
const MOST_DOCUMENTS = 5000;
/** Substitutions within substitutions, of which unbash reads each with all that it contains. No person nests ten. */
const MOST_NESTED = 200;
/** How often a text is read, in its substitutions and by each of two walks. */
const MOST_LEVELS = 16;
/** Programs that start one another: `nice env timeout 5 app`. */
const LONGEST = 64;

export interface ShellWords {
  /** Names and paths of programs that the shell or a program that it starts would look up. */
  readonly called: readonly string[];
  /** Files that are read as shell: by `.` and `source`, or as a shell's script. */
  readonly sourced: readonly string[];
  /** Set if a part of the text is no shell as far as mib reads it. The words before it, and often after it, are found. */
  readonly unread?: Unread;
}

/** Unread is the first fault of a shell text. */
export interface Unread {
  /** The line in the text, from 1; absent for a text within the text. */
  readonly line?: number;
  readonly fault: string;
}

/**
 * Returns the names in a shell text, sorted, each once: of commands, of the programs that these start from their arguments
 * (`find -exec`, `xargs`, `gosu`), and of those in texts for a shell (`sh -c`, `eval`, `trap`, here-documents). It misses
 * names composed at run time.
 * @param path of the script, for `. "$(dirname "$0")/other"`
 */
export function shellWords(text: string, path?: string): ShellWords {
  const found = newFindings();
  readScript(newReading(found, text.length, { variables: newVariables(path), depth: 0 }), text);
  return sorted(found);
}

/** Returns what a program starts by its arguments, without the program itself; read as by `readable`. */
export function argvWords([program = '', ...args]: readonly string[]): ShellWords {
  const found = newFindings();
  const length = args.reduce((sum, { length }) => sum + length, 0);
  const reading = newReading(found, length, { variables: newVariables(), depth: -1 });
  startFrom(reading, program, args.map(literal), 'program');
  if (found.unread !== undefined) for (const word of plainWords(args.join(' '))) found.called.add(word);
  return sorted(found);
}

/** Returns the words of a shell text; if a part of it cannot be read, all of it that may name a program. */
export function readable(text: string, path?: string): ShellWords {
  const words = shellWords(text, path);
  if (words.unread === undefined) return words;
  return { ...words, called: [...new Set([...words.called, ...plainWords(text)])].sort() };
}

/** Returns everything in a text that may be the name of a program, sorted. */
function plainWords(text: string): readonly string[] {
  return [...new Set(text.match(/[\w./+[@:~%-]+/g))]
    .filter((word) => isName(word) && !BUILTIN.has(word))
    .sort();
}

interface Findings {
  readonly called: Set<string>;
  readonly sourced: Set<string>;
  unread?: Unread;
}

function newFindings(): Findings {
  return { called: new Set(), sourced: new Set() };
}

function sorted({ called, sourced, unread }: Findings): ShellWords {
  return { called: [...called].sort(), sourced: [...sourced].sort(), ...(unread && { unread }) };
}

/** Reading is the state of reading one text. */
interface Reading {
  readonly found: Findings;
  readonly variables: Variables;
  /** Functions and aliases that stand for a name wherever the text uses it as a command. */
  readonly hidden: Set<string>;
  /** The number of texts that this one is in. */
  readonly depth: number;
  /** Characters of substitutions that may still be read, as each level reads what is in it again; and programs to start. */
  readonly budget: { left: number };
  /** The number of programs that start one another, as in `nice env app`. */
  readonly chain?: number;
}

function newReading(found: Findings, length: number, start: Pick<Reading, 'variables' | 'depth'>): Reading {
  return { found, hidden: new Set(), budget: { left: length * MOST_LEVELS + 1000 }, ...start };
}

/** Who looks a name up: the shell; the shell, but not among its functions (`command`); or another program. */
type By = 'shell' | 'command' | 'program';

/** Reads a text within the text. @param hidden the functions and aliases that it knows */
function readInner(outer: Reading, text: string, hidden: Iterable<string> = []): void {
  const { variables, depth } = outer;
  if (depth < DEEPEST)
    readScript({ ...outer, variables: variables.copy(), hidden: new Set(hidden), depth: depth + 1 }, text);
}

function readScript(reading: Reading, text: string): void {
  if (text.split('<<').length > MOST_DOCUMENTS) {
    reading.found.unread ??= { fault: 'there are too many here-documents' };
    return;
  }
  if (isTooDeep(text)) {
    reading.found.unread ??= { fault: 'it is nested too deeply' };
    return;
  }
  const script = untilEnd(parse(text));
  const functions: SyntaxNode[] = [];
  const exposed = new Set<string>();
  for (const node of nodesIn(reading, script)) {
    assign(reading.variables, node);
    if (node.type === 'Command' && node.name?.value === 'unset')
      for (const word of node.args) exposed.add(word.type === 'Word' ? word.value : word.name);
    if (node.type === 'Script') noteFault(reading, node, text);
  }
  const hide = (name: string) => {
    if (!exposed.has(name)) reading.hidden.add(name);
  };
  for (const { command } of script.commands) {
    // What a function calls is looked up once all functions are known; other commands know those before them.
    if (command.type === 'Function') {
      hide(command.name.value);
      functions.push(command.body);
    } else readNodes(reading, command);
    if (command.type === 'Command') for (const name of aliases(command, script)) hide(name);
  }
  for (const body of functions) readNodes(reading, body);
}

/** Reports whether a text has many substitutions within one another, as far as can be told without reading it. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/\$\(|\)/g)) {
    depth = bracket === ')' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MOST_NESTED) return true;
  }
  return false;
}

/** Returns a script up to the command that ends it whatever happens. What follows may be data, or for another program. */
function untilEnd(script: ParsedScript): ParsedScript {
  const last = script.commands.findIndex(({ command, background }) => {
    if (command.type !== 'Command' || background === true) return false;
    return command.name?.value === 'exit' || (command.name?.value === 'exec' && command.args.length > 0);
  });
  const end = script.commands[last]?.end;
  if (end === undefined) return script;
  return {
    ...script,
    commands: script.commands.slice(0, last + 1),
    errors: script.errors?.filter(({ pos }) => pos < end),
  };
}

/** Walks a tree without recursion: a chain of operators is as deep as it is long. */
function* nodesIn(reading: Reading, root: SyntaxNode): Generator<SyntaxNode> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if (NESTED.has(node.type) && !spend(reading, node.end - node.pos)) continue;
    const first = stack.length;
    forEachChild(node, (child) => stack.push(child));
    reverseFrom(stack, first);
  }
}

/** Parts that are read once more when their own parts are asked for. */
const NESTED = new Set<SyntaxNode['type']>([
  'ArithmeticExpansion',
  'CommandExpansion',
  'ProcessSubstitution',
]);

/** Takes from the budget. Returns false once there is nothing left, as in no text that a person wrote. */
function spend({ budget, found }: Reading, amount: number): boolean {
  budget.left -= amount;
  if (budget.left < 0) found.unread ??= { fault: 'it is nested too deeply' };
  return budget.left >= 0;
}

function reverseFrom(stack: SyntaxNode[], first: number): void {
  const added = stack.splice(first).reverse();
  for (const node of added) stack.push(node);
}

function assign(variables: Variables, node: SyntaxNode): void {
  if (node.type === 'Assignment') {
    const words = node.value.type === 'Word' ? [node.value] : node.value.elements;
    for (const word of words) variables.add(node.name, word);
  } else if (node.type === 'For') {
    for (const word of node.wordlist ?? []) variables.add(node.name.value, word);
  } else if (node.type === 'ParameterExpansion' && node.operation?.type === 'Default') {
    if (node.operation.operator.endsWith('=')) variables.add(node.parameter, node.operation.operand);
  }
}

function noteFault({ found, depth }: Reading, { errors = [], source }: ParsedScript, text: string): void {
  const [first] = errors;
  if (found.unread !== undefined) return;
  // In an inner text with an expansion, the fault may be what is not known of it.
  if (first === undefined || (depth > 0 && /[$`]/.test(text))) return;
  // Positions within backticks are those after their backslashes are taken away.
  const isPlaced = depth <= 0 && source === undefined;
  const line = isPlaced ? { line: text.slice(0, first.pos).split('\n').length } : {};
  found.unread = { ...line, fault: first.message };
}

/** Names that `alias` gives a meaning to. bash knows aliases in scripts only if it is told so. */
function aliases(command: Command, { shebang = '' }: ParsedScript): readonly string[] {
  if (command.name?.value !== 'alias' || shebang.includes('bash')) return [];
  return command.args.flatMap((word) => (word.type === 'Assignment' ? [word.name] : []));
}

function readNodes(reading: Reading, root: SyntaxNode): void {
  for (const node of nodesIn(reading, root)) {
    if (node.type === 'Command') readCommand(reading, node);
    else if (node.type === 'Pipeline') readPipeline(reading, node);
    else if (node.type === 'HereDoc' && SCRIPT.test(node.body.text)) readInner(reading, textOfHereDoc(node));
  }
}

/** The first line of a script that is written from a here-document. */
const SCRIPT = /^#![^\n]*sh\b/;

/** Returns whether the command is a shell that reads its standard input. */
function readCommand(reading: Reading, command: Command): boolean {
  const words = command.name === undefined ? [] : [command.name, ...command.args];
  const argv = words.map((word) => argument(word, reading.variables));
  const isShellInput = start(reading, argv, 'shell');
  if (isShellInput) for (const text of inputs(command)) readInner(reading, text);
  return isShellInput;
}

/** Reads what a pipeline writes to a shell, as far as the text has it. */
function readPipeline(reading: Reading, { commands }: Pipeline): void {
  const simple = commands.filter((command) => command.type === 'Command');
  if (!simple.slice(1).some((command) => readCommand(reading, command))) return;
  for (const command of simple) {
    const written = /^(?:echo|printf)$/.test(command.name?.value ?? '') ? [spoken(command, reading)] : [];
    for (const text of [...inputs(command), ...written]) readInner(reading, text);
  }
}

function spoken({ args }: Command, { variables }: Reading): string {
  return args.map((word) => argument(word, variables).text.replaceAll('\\n', '\n')).join(' ');
}

/** Returns the here-documents of a command. */
function inputs({ redirects }: Command): readonly string[] {
  return redirects.flatMap((redirect) => {
    if (redirect.type === 'HereDoc') return [textOfHereDoc(redirect)];
    return redirect.type === 'HereString' && redirect.target ? [textOf(redirect.target)] : [];
  });
}

function textOfHereDoc({ body }: HereDoc): string {
  return body.parts === undefined ? body.text : textOfParts(body.parts);
}

/** Notes a program and all that it starts. Returns whether one of them is a shell that reads its standard input. */
function start(reading: Reading, [first, ...rest]: readonly Argument[], by: By): boolean {
  if (!spend(reading, 1 + rest.length)) return false;
  const starts = (first?.values ?? []).map((value) => {
    // A variable may hold a program with arguments.
    const [name = '', ...more] = first?.splits ? value.split(/\s+/) : [value];
    note(reading, name, by);
    return startFrom(reading, name, [...more.map(literal), ...rest], by);
  });
  return starts.includes(true);
}

function note({ found, hidden }: Reading, name: string, by: By): void {
  const isHidden = by === 'shell' && hidden.has(name);
  const isReserved = by !== 'program' && BUILTIN.has(name);
  if (isName(name) && !isHidden && !isReserved) found.called.add(name);
}

/** Reports whether a word may be the name or the path of a program, and no option. */
function isName(word: string): boolean {
  return /^[\w./+[@:~%-]+$/.test(word) && !word.startsWith('-');
}

/** Starts what a program starts from its arguments. Returns whether that is a shell that reads its standard input. */
function startFrom(reading: Reading, name: string, args: readonly Argument[], by: By): boolean {
  if (by !== 'program' && Object.hasOwn(BUILTINS, name)) BUILTINS[name]?.(reading, args);
  const program = nameOf(name);
  if (isShell(program)) return readShell(reading, args);
  const started = startedBy(program, args);
  if (started === undefined) return false;
  for (const line of started.lines) readInner(reading, line.text);
  const how = name === 'command' || name === 'builtin' ? 'command' : 'program';
  const inner = { ...reading, chain: (reading.chain ?? 0) + 1 };
  const starts = inner.chain > LONGEST ? [] : started.argvs.map((argv) => start(inner, argv, how));
  return starts.includes(true) || (/^(?:su|runuser)$/.test(program) && started.lines.length === 0);
}

/** Returns whether the shell reads its standard input. */
function readShell(reading: Reading, args: readonly Argument[]): boolean {
  const input = shellInput(args);
  if (input.kind === 'stdin') return true;
  const { source } = input;
  if (input.kind === 'script') readFile(reading, source);
  else {
    readInner(reading, source.text);
    // `sh -c 'exec "$@"' name program` starts an argument.
    if (/\$\{?0/.test(source.text)) start(reading, input.args, 'program');
    if (/\$\{?[@*1]/.test(source.text)) start(reading, input.args.slice(1), 'program');
  }
  return false;
}

function readFile({ found }: Reading, file: Argument | undefined): void {
  for (const value of file?.values ?? []) if (isName(value)) found.sourced.add(value);
}

type Builtin = (reading: Reading, args: readonly Argument[]) => void;

const named: Builtin = (reading, args) => {
  for (const { values } of args) for (const value of values) note(reading, value, 'shell');
};

/** Builtins that read a text or a file, or look programs up. */
const BUILTINS: Readonly<Record<string, Builtin>> = {
  '.': (reading, [file]) => readFile(reading, file),
  source: (reading, [file]) => readFile(reading, file),
  eval: (reading, args) => readInner(reading, args.map(({ text }) => text).join(' '), reading.hidden),
  trap: (reading, args) => {
    const [action, ...signals] = args.filter(({ text }) => text !== '--');
    if (action !== undefined && signals.length > 0) readInner(reading, action.text, reading.hidden);
  },
  alias: (reading, args) => {
    for (const { text } of args) readInner(reading, text.slice(text.indexOf('=') + 1), reading.hidden);
  },
  hash: named,
  type: named,
  which: named,
};
