import { field, type Span } from './control.ts';
import { type PackageList, packageName } from './packages.ts';

const HARD = ['Pre-Depends', 'Depends'];
const SOFT = [...HARD, 'Recommends'];

/** Returns the fields that name what is installed with a package. */
export function relationsOf(recommends: boolean): readonly string[] {
  return recommends ? SOFT : HARD;
}

/**
 * Returns everything that a solver could choose for these names: every version, every alternative, every provider, and
 * their dependencies. It contains every solution, so a solver with only this gives the same answer as with the whole
 * archive, in a fraction of the time.
 *
 * `excluded` names are treated as absent from the archive. Stanzas come list by list in the order of the file, so the
 * result does not depend on the order of the names.
 */
export function reachable(
  lists: readonly PackageList[],
  names: Iterable<string>,
  options: { readonly recommends: boolean; readonly excluded: ReadonlySet<string> },
): Span[][] {
  const relations = relationsOf(options.recommends);
  const seen = new Set<string>();
  const found: Span[][] = lists.map(() => []);
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name) || options.excluded.has(name)) continue;
    seen.add(name);
    lists.forEach((list, index) => {
      waiting.push(...(list.providers.get(name) ?? []));
      for (const stanza of list.byName.get(name) ?? []) {
        found[index]?.push(stanza);
        waiting.push(...namesIn(list.text, stanza, relations));
      }
    });
  }
  for (const stanzas of found) stanzas.sort((a, b) => a.start - b.start);
  return found;
}

function* namesIn(text: string, stanza: Span, relations: readonly string[]): Generator<string> {
  for (const relation of relations) {
    const value = field(text, stanza, relation);
    if (value === undefined) continue;
    for (const alternative of value.split(/[,|]/)) yield packageName(alternative);
  }
}
