import type {
  CommandArgument,
  CommandExpansionPart,
  DoubleQuotedChild,
  ParameterExpansionPart,
  ParameterRemoveOperation,
  Word,
  WordPart,
} from 'unbash';
import { folderOf, nameOf } from '../../tree/paths.ts';

/** Argument is a word of a command. */
export interface Argument {
  /** The word without its quotes; expansions stand in it as they were written, so a shell can read it again. */
  readonly text: string;
  /** What the word can be as far as the text shows it; empty if a part is known at run time only. */
  readonly values: readonly string[];
  /** Reports whether the shell splits the word after expanding it, so that it may be any number of words. */
  readonly splits: boolean;
}

/** Variables are those that a text assigns, whatever it does before or after. */
export interface Variables {
  add(name: string, word: Word): void;
  /** Returns the values that do not depend on what is known at run time only. */
  values(name: string): readonly string[];
  /** Returns the same variables, for a text within the text, which may assign more. */
  copy(): Variables;
}

/** The number of values of a word that are followed up. Only generated scripts have more. */
const MOST = 16;
/** Variables that are made of others, one after the other. */
const DEEPEST = 32;

/** Returns a word that is known. */
export function literal(text: string): Argument {
  return { text, values: [text], splits: false };
}

/** Returns an argument with the values that the text's assignments and defaults (`${X:-value}`) give it. */
export function argument(word: CommandArgument, variables: Variables): Argument {
  // `alias a=b` and the like.
  if (word.type === 'Assignment') {
    const value = word.value.type === 'Word' ? textOf(word.value) : '';
    return { text: `${word.name}=${value}`, values: [], splits: false };
  }
  const splits = word.parts?.some(({ type }) => EXPANSIONS.has(type)) ?? false;
  return { text: textOf(word), values: valuesOf(word, variables), splits };
}

const EXPANSIONS = new Set<WordPart['type']>(['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion']);

/** Returns a word without its quotes. */
export function textOf(word: Pick<Word, 'parts' | 'value'>): string {
  return word.parts === undefined ? word.value : textOfParts(word.parts);
}

/** Returns the text of parts: quotes are taken away, and expansions stay as they were written. */
export function textOfParts(parts: readonly WordPart[]): string {
  return parts
    .map((part) => ('parts' in part && isQuoted(part) ? textOfParts(part.parts) : plain(part)))
    .join('');
}

function isQuoted(part: WordPart): part is WordPart & { readonly parts: readonly DoubleQuotedChild[] } {
  return part.type === 'DoubleQuoted' || part.type === 'LocaleString';
}

function plain(part: WordPart): string {
  return 'value' in part ? part.value : part.text;
}

/** @param path of the script, which `$0` stands for */
export function newVariables(path?: string): Variables {
  const names = path === undefined ? [] : SCRIPT;
  return variablesOf(new Map(names.map((name) => [name, { word: wordOf(path ?? ''), before: undefined }])));
}

/** The script's own path. */
const SCRIPT = ['0', 'BASH_SOURCE'];

function wordOf(text: string): Word {
  return { type: 'Word', text, value: text, pos: 0, end: text.length };
}

/** Added is the last word that a variable was given, with those before. Texts within the text share these. */
interface Added {
  readonly word: Word;
  readonly before: Added | undefined;
}

function wordsOf(last: Added | undefined): readonly Word[] {
  const words: Word[] = [];
  for (let each = last; each !== undefined; each = each.before) words.push(each.word);
  return words.reverse();
}

function variablesOf(assigned: ReadonlyMap<string, Added>): Variables {
  const words = new Map(assigned);
  const known = new Map<string, readonly string[]>();
  let deep = 0;
  const variables: Variables = {
    add: (name, word) => words.set(name, { word, before: words.get(name) }),
    values: (name) => {
      const found = known.get(name);
      if (found !== undefined || deep > DEEPEST) return found ?? [];
      // `X="$X more"` has no end.
      known.set(name, []);
      deep++;
      const values = distinct(wordsOf(words.get(name)).flatMap((word) => valuesOf(word, variables)));
      deep--;
      known.set(name, values);
      return values;
    },
    copy: () => variablesOf(words),
  };
  return variables;
}

function valuesOf(word: Pick<Word, 'parts' | 'value'>, variables: Variables): readonly string[] {
  return word.parts === undefined ? [word.value] : valuesOfParts(word.parts, variables);
}

function valuesOfParts(parts: readonly WordPart[], variables: Variables): readonly string[] {
  let all: readonly string[] = [''];
  for (const part of parts) {
    const values = valuesOfPart(part, variables);
    // To tell values apart means to read each, which for every part of a long word takes the square of its length.
    all = all.flatMap((before) => values.map((value) => before + value)).slice(0, MOST);
  }
  return distinct(all);
}

function valuesOfPart(part: WordPart, variables: Variables): readonly string[] {
  if (isQuoted(part)) return valuesOfParts(part.parts, variables);
  if (part.type === 'SimpleExpansion') return variables.values(part.text.slice(1));
  if (part.type === 'ParameterExpansion') return valuesOfExpansion(part, variables);
  if (part.type === 'CommandExpansion') return valuesOfCommand(part, variables);
  return 'value' in part ? [part.value] : [];
}

function valuesOfExpansion(
  { parameter, prefix, index, operation }: ParameterExpansionPart,
  variables: Variables,
): readonly string[] {
  if (prefix !== undefined || (index !== undefined && index.value !== '0')) return [];
  if (operation?.type === 'Remove') return partsOfPaths(variables.values(parameter), operation);
  if (operation === undefined) return variables.values(parameter);
  if (operation.type !== 'Default') return [];
  const { operator, operand } = operation;
  if (operator.endsWith('?')) return variables.values(parameter);
  const other = valuesOf(operand, variables);
  return operator.endsWith('+') ? other : distinct([...variables.values(parameter), ...other]);
}

// As dirname(1) and basename(1), with the operators % and ##.
function partsOfPaths(paths: readonly string[], { operator, operand }: ParameterRemoveOperation) {
  const removed = `${operator}${operand.value}`;
  if (removed === '%/*') return paths.map(folderOf);
  return removed === '##*/' ? paths.map(nameOf) : [];
}

/** Commands that print their last argument, a folder or a name of it, if they print it at all. */
const PRINTS: Readonly<Record<string, (path: string) => string>> = {
  basename: nameOf,
  cd: (path) => path,
  command: (path) => path,
  dirname: folderOf,
  echo: (path) => path,
  readlink: (path) => path,
  realpath: (path) => path,
  which: (path) => path,
};

/** Returns what `$(dirname "$0")`, `$(cd "$folder" && pwd)` and `$(command -v name)` can be. */
function valuesOfCommand({ script }: CommandExpansionPart, variables: Variables): readonly string[] {
  const [statement, ...more] = script?.commands ?? [];
  if (statement === undefined || more.length > 0) return [];
  const { command } = statement;
  const [first, second, third] = command.type === 'AndOr' ? command.commands : [command];
  const isPlace = second?.type === 'Command' && second.name?.value === 'pwd' && third === undefined;
  if (first?.type !== 'Command' || (second !== undefined && !isPlace)) return [];
  const name = first.name?.value ?? '';
  const last = first.args.at(-1);
  if (!Object.hasOwn(PRINTS, name) || last?.type !== 'Word' || (name === 'cd') !== isPlace) return [];
  return valuesOf(last, variables).map((value) => PRINTS[name]?.(value) ?? value);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, MOST);
}
