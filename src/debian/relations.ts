import { field, type Span } from './control.ts';
import { type PackageList, packageName } from './packages.ts';
import { compareVersions } from './version.ts';

/** Relation is one alternative of a dependency, e.g. `libc6:any (>= 2.38)` (deb-control(5)). */
export interface Relation {
  readonly name: string;
  /** Reports whether a version is one that the relation accepts. */
  readonly accepts: (version: string) => boolean;
  /** Whether it accepts any version, and so also a package that provides the name without one. */
  readonly isAny: boolean;
}

const ACCEPTS: Readonly<Record<string, (difference: number) => boolean>> = {
  '<<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  // Deprecated, with the meaning of <=.
  '<': (difference) => difference <= 0,
  '=': (difference) => difference === 0,
  '>=': (difference) => difference >= 0,
  '>': (difference) => difference >= 0,
  '>>': (difference) => difference > 0,
};

/** Parses the value of a field such as `Depends`: a list of dependencies, each of which any of its alternatives meets. */
export function parseRelations(value: string): Relation[][] {
  return value
    .split(',')
    .map((group) => group.split('|').map(parseRelation))
    .filter((group) => group.some(({ name }) => name !== ''));
}

function parseRelation(alternative: string): Relation {
  const name = packageName(alternative);
  const [, operator = '', wanted = ''] = /\(\s*([<>=]+)\s*([^\s)]+)\s*\)/.exec(alternative) ?? [];
  const test = ACCEPTS[operator];
  if (test === undefined) return { name, accepts: () => true, isAny: true };
  return { name, accepts: (version) => test(compareVersions(version, wanted)), isAny: false };
}

/** Returns the names of the packages in a list that meet a relation: that of the name itself, and those that provide it. */
export function meeting(list: PackageList, relation: Relation): string[] {
  const has = (list.byName.get(relation.name) ?? []).some((stanza) =>
    relation.accepts(field(list.text, stanza, 'Version') ?? ''),
  );
  const providers = (list.providers.get(relation.name) ?? []).filter((name) =>
    (list.byName.get(name) ?? []).some((stanza) => provides(list, stanza, relation)),
  );
  return has ? [relation.name, ...providers] : providers;
}

function provides({ text }: PackageList, stanza: Span, { name, accepts, isAny }: Relation): boolean {
  return (field(text, stanza, 'Provides') ?? '').split(',').some((entry) => {
    if (packageName(entry) !== name) return false;
    const version = /\(\s*=\s*([^\s)]+)\s*\)/.exec(entry)?.[1];
    return version === undefined ? isAny : accepts(version);
  });
}
