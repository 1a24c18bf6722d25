import type { Range } from './diagnostic.ts';

/** A YAML document without YAML: plain values, each with its place. Aliases are resolved, so parts may be shared. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it was written; for a quoted or block scalar without its quotes. */
  readonly source: string;
  readonly at: Range;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly at: Range;
}

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
  readonly at: Range;
}

export interface Entry {
  readonly key: Range;
  readonly value: Tree;
}

export type Path = readonly PropertyKey[];

/** The value as JSON has it. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

/** What lies at a path, or nothing where a step of it is missing. */
export function find(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const step of path) {
    if (here?.kind === 'list') here = here.items[Number(step)];
    else if (here?.kind === 'map') here = here.entries.get(String(step))?.value;
    else return undefined;
  }
  return here;
}

/** The place of the value at a path; of the nearest thing around it where the path leads nowhere. */
export function placeOf(tree: Tree, path: Path): Range {
  for (let length = path.length; length > 0; length--) {
    const found = find(tree, path.slice(0, length));
    if (found !== undefined) return found.at;
  }
  return tree.at;
}

/** The place of the key at the end of a path. */
export function keyPlaceOf(tree: Tree, path: Path): Range {
  const parent = find(tree, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.key ?? placeOf(tree, path);
}

/** Where to say that a map lacks a key: at its first key, which is the line that a reader takes for the map. */
export function gapPlaceOf(tree: Tree, path: Path): Range {
  const map = find(tree, path);
  const first = map?.kind === 'map' ? [...map.entries.values()][0] : undefined;
  return first?.key ?? placeOf(tree, path);
}

/** "a list", "a number": what was written, in words. */
export function kindOf(tree: Tree): string {
  if (tree.kind === 'list') return 'a list';
  if (tree.kind === 'map') return 'a map';
  if (tree.value === null) return 'nothing';
  if (typeof tree.value === 'string') return 'a string';
  return typeof tree.value === 'number' ? 'a number' : 'true or false';
}

/** The number of characters of a value that a message shows. */
const SHOWN = 60;

/** A value as a message shows it: in double quotes, on one line, not endless. */
export function quote(text: string): string {
  const letters = [...text];
  return JSON.stringify(letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : text);
}

/** Text that can stand in a message as it is. */
export function isShort(text: string): boolean {
  return text !== '' && text.length <= SHOWN && !/\p{Cc}/u.test(text);
}
