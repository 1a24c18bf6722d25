import { fields } from '../debian/control.ts';
import { readStatus } from '../debian/dpkg-status.ts';
import { packageName } from '../debian/packages.ts';
import { apkFields } from '../tree/apk.ts';
import type { Package } from '../tree/package.ts';

/** A package of a database, as far as it tells who needs whom. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  /** Names in its dependencies, alternatives included. */
  readonly depends: readonly string[];
  /** Names that it provides. */
  readonly provides: readonly string[];
}

/** Reads `/var/lib/dpkg/status` (deb-control(5)). */
export function parseInstalled(status: string): Installed[] {
  return readStatus(status).flatMap(({ name, fields }) => {
    const version = fields.get('version');
    return version === undefined ? [] : [debianInstalled({ name, version }, fields)];
  });
}

/** Returns the packages of a tree with their relations. */
export function installedOf(packages: readonly Package[]): Installed[] {
  return packages.map((each) => {
    const { format, stanza } = each;
    if (format === 'apk') return apkInstalled(each);
    return debianInstalled(each, fields(stanza, { start: 0, end: stanza.length }));
  });
}

function debianInstalled(
  { name, version }: Pick<Installed, 'name' | 'version'>,
  found: ReadonlyMap<string, string>,
): Installed {
  const names = (...keys: readonly string[]) =>
    keys
      .flatMap((key) => (found.get(key) ?? '').split(/[,|]/).map(packageName))
      .filter((each) => each !== '');
  return { name, version, depends: names('pre-depends', 'depends'), provides: names('provides') };
}

/** Reads the relations of a package of apk: names of packages or of what they provide (`so:libc.so.1`); `!` excludes a package. */
function apkInstalled({ name, version, stanza }: Package): Installed {
  const found = apkFields(stanza);
  const names = (letter: string) =>
    (found.get(letter) ?? '')
      .split(' ')
      .map((word) => word.replace(/[<>=~].*$/, ''))
      .filter((word) => word !== '' && !word.startsWith('!'));
  return { name, version, depends: names('D'), provides: names('p') };
}

/**
 * Explains why each package is installed: it was requested, or a package one step nearer to a requested one needs it.
 * A requested package may be missing from the image, as one that only depends on others; then any package that needs it
 * counts.
 */
export function reasons(
  packages: readonly Installed[],
  requested: readonly string[],
  base: ReadonlySet<string>,
): (name: string) => string {
  const answering = new Map(packages.flatMap((each) => each.provides.map((name) => [name, each.name])));
  for (const { name } of packages) answering.set(name, name);
  const needs = new Map(
    packages.map(({ name, depends }) => [name, depends.flatMap((each) => answering.get(each) ?? [])]),
  );
  const neededBy = new Map<string, string>();
  const note = (from: string) =>
    (needs.get(from) ?? []).filter((name) => {
      const isNew = name !== from && !neededBy.has(name) && !requested.includes(name);
      if (isNew) neededBy.set(name, from);
      return isNew;
    });
  const nearest = [...requested];
  for (const name of nearest) nearest.push(...note(name));
  for (const name of needs.keys()) note(name);
  return (name) => {
    if (requested.includes(name)) return 'requested';
    const from = neededBy.get(name);
    if (from !== undefined) return `needed by ${from}`;
    return base.has(name) ? 'part of the base' : 'a dependency';
  };
}
