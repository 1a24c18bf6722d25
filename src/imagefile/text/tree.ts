import type { Range } from './diagnostic.ts';

/** Tree is a parsed YAML document: plain values with their places. Aliases are resolved, so parts may be shared. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The source text; for a quoted or block scalar, its content. */
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

/** Converts a tree to plain JSON values. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

/** Returns the tree at a path; undefined if a step is missing. */
export function find(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const step of path) {
    if (here?.kind === 'list') here = here.items[Number(step)];
    else if (here?.kind === 'map') here = here.entries.get(String(step))?.value;
    else return undefined;
  }
  return here;
}

/** Returns the place of the value at a path, or of its nearest existing parent. */
export function placeOf(tree: Tree, path: Path): Range {
  for (let length = path.length; length > 0; length--) {
    const found = find(tree, path.slice(0, length));
    if (found !== undefined) return found.at;
  }
  return tree.at;
}

/** Returns the place of the key at the end of a path. */
export function keyPlaceOf(tree: Tree, path: Path): Range {
  const parent = find(tree, path.slice(0, -1));
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined;
  return entry?.key ?? placeOf(tree, path);
}

/** Returns the place for reporting a missing key: the first key of the map. */
export function gapPlaceOf(tree: Tree, path: Path): Range {
  const map = find(tree, path);
  const first = map?.kind === 'map' ? [...map.entries.values()][0] : undefined;
  return first?.key ?? placeOf(tree, path);
}

/** Returns the type of a value for messages: "a list", "a number". */
export function kindOf(tree: Tree): string {
  if (tree.kind === 'list') return 'a list';
  if (tree.kind === 'map') return 'a map';
  if (tree.value === null) return 'nothing';
  if (typeof tree.value === 'string') return 'a string';
  return typeof tree.value === 'number' ? 'a number' : 'true or false';
}

/** The number of characters of a value that a message shows. */
const SHOWN = 60;

/** Quotes a value for a message: in double quotes, on one line, shortened. */
export function quote(text: string): string {
  const letters = [...text];
  return JSON.stringify(letters.length > SHOWN ? `${letters.slice(0, SHOWN).join('')}…` : text);
}

/** Reports whether a text can appear in a message unquoted. */
export function isShort(text: string): boolean {
  return text !== '' && text.length <= SHOWN && !/\p{Cc}/u.test(text);
}
