import type { Range } from '../text/diagnostic.ts';
import type { Entry, ListTree, MapTree, Tree } from '../text/tree.ts';
import { TargetMap } from './schema.ts';

/** Keys whose entries a target adds to those of the Imagefile. */
const ADDED = ['packages', 'build', 'files', 'users', 'run', 'volumes', 'keep', 'drop'];
/** Keys whose names a target adds, or gives another value. */
const MERGED = ['environment', 'labels'];
/** Keys that speak of the entry, so that another entry has none of them. */
const OF_ENTRY = ['command', 'check', 'healthcheck', 'expose', 'stop_signal'];

/** The Imagefile's own targets, by name, with the places of their names. */
export function declaredTargets(tree: MapTree): ReadonlyMap<string, Range> {
  const targets = tree.entries.get('targets')?.value;
  const entries = targets?.kind === 'map' ? [...targets.entries] : [];
  return new Map(entries.flatMap(([name, { key, value }]) => (value.kind === 'map' ? [[name, key]] : [])));
}

/**
 * The Imagefile as it would be written for one of its targets alone, or without any; every value keeps its place.
 * Neither `targets` nor `args` are in it.
 */
export function withTarget(tree: MapTree, name?: string): MapTree {
  const entries = new Map(tree.entries);
  const targets = entries.get('targets')?.value;
  for (const key of ['targets', 'args']) entries.delete(key);
  if (name === undefined) return { ...tree, entries };
  const target = targets?.kind === 'map' ? targets.entries.get(name)?.value : undefined;
  if (target?.kind !== 'map') return { ...tree, entries };
  if (target.entries.has('entry')) for (const key of OF_ENTRY) entries.delete(key);
  for (const [key, entry] of target.entries) {
    if (Object.hasOwn(TargetMap.shape, key)) entries.set(key, joined(key, entries.get(key), entry));
  }
  return { ...tree, entries };
}

function joined(key: string, base: Entry | undefined, own: Entry): Entry {
  if (base === undefined) return own;
  const [first, second] = [base.value, own.value];
  if (ADDED.includes(key) && first.kind === 'list' && second.kind === 'list') {
    return { key: own.key, value: { ...second, items: [...first.items, ...second.items] } };
  }
  if (!MERGED.includes(key)) return own;
  const [earlier, later] = [named(first), named(second)];
  if (earlier === undefined || later === undefined) return own;
  return { key: own.key, value: { ...later, entries: new Map([...earlier.entries, ...later.entries]) } };
}

/** A map, or a list of `NAME=value` as one. */
function named(tree: Tree): MapTree | undefined {
  if (tree.kind !== 'list') return tree.kind === 'map' ? tree : undefined;
  const entries = pairs(tree);
  return entries === undefined ? undefined : { kind: 'map', entries: new Map(entries), at: tree.at };
}

/** Nothing where the list holds something else, or a name twice: the Imagefile's own reading says so. */
function pairs({ items }: ListTree): [string, Entry][] | undefined {
  const found = items.flatMap((item): [string, Entry][] => {
    const equals = item.kind === 'scalar' ? item.source.indexOf('=') : -1;
    if (item.kind !== 'scalar' || equals < 1) return [];
    const text = item.source.slice(equals + 1);
    return [[item.source.slice(0, equals), { key: item.at, value: { ...item, value: text, source: text } }]];
  });
  return found.length === items.length && new Set(found.map(([name]) => name)).size === found.length
    ? found
    : undefined;
}
