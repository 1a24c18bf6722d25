import type { Diagnostic, Range } from './diagnostic.ts';
import type { Fault } from './issues.ts';
import { nearest } from './nearest.ts';
import { didYouMean, problem } from './problem.ts';
import { VARIABLE } from './syntax.ts';
import { type Entry, type MapTree, type Path, quote, type ScalarTree, type Tree } from './tree.ts';

/** An argument that the Imagefile declares. */
export interface Argument {
  readonly name: string;
  /** What was given, else the default; absent when there is neither. */
  readonly value?: string;
  readonly at: Range;
}

/** The arguments of `args:`, with the values that were given; what the schema refuses of them is left out. */
export function readArgs(tree: MapTree, given: ReadonlyMap<string, string>): Argument[] {
  const declared = tree.entries.get('args')?.value;
  const named = (name: string, preset: string | undefined, at: Range): Argument[] => {
    const value = given.get(name) ?? preset;
    return VARIABLE.test(name) ? [{ name, ...(value === undefined ? {} : { value }), at }] : [];
  };
  if (declared?.kind === 'map') {
    return [...declared.entries].flatMap(([name, { key, value }]) =>
      // As it was written: 1.10 is a version before it is a number.
      value.kind === 'scalar' ? named(name, value.value === null ? undefined : value.source, key) : [],
    );
  }
  return (declared?.kind === 'list' ? declared.items : []).flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const [name = '', ...rest] = item.source.split('=');
    return named(name, rest.length === 0 ? undefined : rest.join('='), item.at);
  });
}

/** A problem for each argument that nobody gave a value. */
export function missingArgs(args: readonly Argument[]): Diagnostic[] {
  return args
    .filter(({ value }) => value === undefined)
    .map(({ name, at }) => ({
      severity: 'error',
      ...problem(
        'missing-argument',
        `argument ${quote(name)} has no value`,
        `build with --build-arg ${name}=…, or write a value here`,
      ),
      at,
    }));
}

/** Arguments by their names, as `expandArgs` wants them. */
export type Values = ReadonlyMap<string, string>;

/** A tree in which values stand for the arguments, and a fault for each name in it that is none. */
export interface Expanded {
  readonly tree: MapTree;
  readonly faults: readonly Fault[];
}

/** Puts values in place of `${NAME}`, in values and in the sources of `files` and `output`. `$${NAME}` is the text `${NAME}`. */
export function expandArgs(tree: MapTree, values: Values): Expanded {
  const faults: Fault[] = [];
  const visit = (here: Tree, path: Path): Tree => {
    if (here.kind === 'list')
      return { ...here, items: here.items.map((item, index) => visit(item, [...path, index])) };
    if (here.kind === 'scalar') return visitScalar(here, path);
    const entries = [...here.entries].map(([key, { key: at, value }]): [string, Entry] => [
      isPair(path) ? replaceIn(key, path, values).text : key,
      { key: at, value: visit(value, [...path, key]) },
    ]);
    return { ...here, entries: new Map(entries) };
  };
  const visitScalar = (here: ScalarTree, path: Path): ScalarTree => {
    if (typeof here.value !== 'string' || !here.value.includes('${')) return here;
    const { text, unknown } = replaceIn(here.value, path, values);
    if (unknown === undefined) return { ...here, value: text, source: text };
    faults.push({ path: path, diagnostic: explainUnknown(unknown, values, here.at) });
    return here;
  };
  const expanded = visit(tree, []);
  if (expanded.kind !== 'map') throw new Error('a map became something else');
  return { tree: expanded, faults };
}

/** A map whose key is a path that a person wrote: `source: target`. */
function isPair([key, , field, ...rest]: Path): boolean {
  if (key === 'files') return field === undefined;
  return key === 'build' && field === 'output' && rest.length === 1;
}

const REFERENCE = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** In these, `$$` stands for `$` in any case; what is put in must survive that. */
const DOLLARS = /\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** @returns the text, and the first name in it that is no argument and has no other meaning */
function replaceIn(text: string, path: Path, values: Values): { text: string; unknown?: string } {
  const [key, , field] = path;
  const within = key === 'build' ? field : key;
  const unknown: string[] = [];
  const lookUp = (whole: string, name: string): string => {
    const value = values.get(name);
    if (value === undefined) unknown.push(name);
    return value ?? whole;
  };
  if (within === 'environment' || within === 'labels') {
    const replaced = text.replace(DOLLARS, (whole, name?: string) =>
      name === undefined ? whole : lookUp(whole, name).replaceAll('$', () => '$$'),
    );
    return { text: replaced, ...first(unknown) };
  }
  const isForeign = (isCommand(within) && !isMount(path)) || field === 'text';
  const replaced = text.replace(REFERENCE, (whole, dollar: string, name: string) => {
    if (dollar === '') return lookUp(whole, name);
    return isForeign && !values.has(name) ? whole : whole.slice(1);
  });
  return { text: replaced, ...(isForeign ? {} : first(unknown)) };
}

/** Commands and texts may hold variables of a shell. */
function isCommand(key: PropertyKey | undefined): boolean {
  return ['entry', 'command', 'run', 'fetch', 'check', 'healthcheck'].includes(String(key));
}

/** What a command is given belongs to the Imagefile. */
function isMount(path: Path): boolean {
  return path.some((step) => ['secrets', 'ssh', 'cache'].includes(String(step)));
}

function first([name]: readonly string[]): { unknown?: string } {
  return name === undefined ? {} : { unknown: name };
}

function explainUnknown(name: string, values: Values, at: Range): Diagnostic {
  const meant = nearest(name, values.keys());
  const reference = quote(`\${${name}}`);
  const fix =
    meant === undefined
      ? `declare it with args: {${name}: …}, or write ${quote(`$\${${name}}`)} for the text itself`
      : didYouMean(`\${${meant}}`);
  const found = problem('unknown-argument', `${reference} is no argument: "args" does not declare it`, fix);
  return { severity: 'error', ...found, at };
}
