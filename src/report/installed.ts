import { fields, paragraphs } from '../debian/control.ts';
import { packageName } from '../debian/packages.ts';
import { apkFields } from '../tree/apk.ts';
import type { Package } from '../tree/package.ts';

/** A package of a database, as far as it tells who needs whom. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  /** Names of which it needs one or more, alternatives among them. */
  readonly depends: readonly string[];
  /** Further names that it answers to. */
  readonly provides: readonly string[];
}

/** Reads `/var/lib/dpkg/status` (deb-control(5)). */
export function parseInstalled(status: string): Installed[] {
  return [...paragraphs(status)].flatMap((span) => {
    const found = fields(status, span);
    const [name, version] = [found.get('package'), found.get('version')];
    if (name === undefined || version === undefined) return [];
    const names = (...keys: readonly string[]) =>
      keys
        .flatMap((key) => (found.get(key) ?? '').split(/[,|]/).map(packageName))
        .filter((each) => each !== '');
    return [{ name, version, depends: names('pre-depends', 'depends'), provides: names('provides') }];
  });
}

/** What a tree's packages say of each other. */
export function installedOf(packages: readonly Package[]): Installed[] {
  return packages.flatMap((each) =>
    each.format === 'apk' ? [apkInstalled(each)] : parseInstalled(each.stanza),
  );
}

/** Dependencies are names of packages or of what packages provide (`so:libc.musl-x86_64.so.1`), with `!` what must not be there. */
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
 * Says why each package is there: it was asked for, or the package one step nearer to what was asked for needs it. What
 * was asked for may itself be in the image no more, as a package that only depends on others; any that needs it will do then.
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
