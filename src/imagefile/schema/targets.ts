import type { Range } from '../text/diagnostic.ts';
import type { Entry, ListTree, MapTree, Tree } from '../text/tree.ts';
import { factsOf, type KeyFacts, keysWhere } from './keys.ts';

/** Returns the places of the declared targets' names, by name. */
export function declaredTargets(tree: MapTree): ReadonlyMap<string, Range> {
  const targets = tree.entries.get('targets')?.value;
  const entries = targets?.kind === 'map' ? [...targets.entries] : [];
  return new Map(entries.flatMap(([name, { key, value }]) => (value.kind === 'map' ? [[name, key]] : [])));
}

/**
 * Returns the Imagefile merged with a target, or without one, and without `targets` and `args`. Every value keeps its
 * place in the file.
 */
export function withTarget(tree: MapTree, name?: string): MapTree {
  const entries = new Map(tree.entries);
  const targets = entries.get('targets')?.value;
  for (const key of ['targets', 'args']) entries.delete(key);
  if (name === undefined) return { ...tree, entries };
  const target = targets?.kind === 'map' ? targets.entries.get(name)?.value : undefined;
  if (target?.kind !== 'map') return { ...tree, entries };
  if (target.entries.has('entry')) {
    for (const key of keysWhere(({ inTarget }) => inTarget === 'of-entry')) entries.delete(key);
  }
  for (const [key, entry] of target.entries) {
    const facts = factsOf(key);
    if (facts === undefined || facts.inTarget === 'refused') continue;
    const base = entries.get(key);
    entries.set(key, base === undefined ? entry : joined(facts, base, entry));
  }
  return { ...tree, entries };
}

/** Merges the Imagefile's value of a key, `base`, with the target's. */
function joined({ inTarget, parts }: KeyFacts, base: Entry, own: Entry): Entry {
  if (inTarget !== 'added') return own;
  const [first, second] = [base.value, own.value];
  if (parts === 'items' && first.kind === 'list' && second.kind === 'list') {
    return { key: own.key, value: { ...second, items: [...first.items, ...second.items] } };
  }
  if (parts !== 'names') return own;
  const [earlier, later] = [named(first), named(second)];
  if (earlier === undefined || later === undefined) return own;
  return { key: own.key, value: { ...later, entries: new Map([...earlier.entries, ...later.entries]) } };
}

/** Returns a map, converted from a list of `NAME=value` if need be. */
function named(tree: Tree): MapTree | undefined {
  if (tree.kind !== 'list') return tree.kind === 'map' ? tree : undefined;
  const entries = linesOf(tree);
  return entries === undefined ? undefined : { kind: 'map', entries: new Map(entries), at: tree.at };
}

/** Undefined for a list with other items or a repeated name; reading the Imagefile itself reports these. */
function linesOf({ items }: ListTree): [string, Entry][] | undefined {
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
