import { parseRelations } from '../debian/relations.ts';
import type { Package } from '../tree/package.ts';

/** Returns the names in the `Depends` and `Pre-Depends` of a package, all alternatives. */
export function dependenciesOf({ stanza }: Package): readonly string[] {
  return namesIn(stanza, /^(?:Pre-)?Depends: (.*)$/gm);
}

/** Returns the names in the `Provides` of a package. */
export function providedBy({ stanza }: Package): readonly string[] {
  return namesIn(stanza, /^Provides: (.*)$/gm);
}

function namesIn(stanza: string, field: RegExp): readonly string[] {
  return [...stanza.matchAll(field)].flatMap(([, value = '']) =>
    parseRelations(value)
      .flat()
      .map(({ name }) => name),
  );
}
