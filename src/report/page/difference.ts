import { hasDatabase, readPackages } from '../../tree/packages.ts';
import { byName } from '../../tree/paths.ts';
import { resolverOf } from '../../tree/resolver.ts';
import { type Entry, entriesOf, type Tree } from '../../tree/tree.ts';
import { type Installed, installedOf } from '../installed.ts';
import type { Difference, PackageChange } from './contents.ts';
import { encodeTexts } from './front-code.ts';
import { sizesOf } from './sizes.ts';

/** Bytes per comparison. */
const CHUNK = 1 << 20;

/**
 * Compares two images: packages by version, files and links by content. Of the other
 * one nothing is known but its tree; where that has no package database, nothing is said about packages.
 */
export function differenceTo(name: string, image: Tree, other: Tree): Difference {
  const [now, then] = [filesOf(image), filesOf(other)];
  const bytes = sizesOf(then).bytes;
  const paths = [...new Set([...now.keys(), ...then.keys()])]
    .filter((path) => !isSame(image, other, path, now.get(path), then.get(path)))
    .sort(byName);
  const sizeIn = (entries: ReadonlyMap<string, Entry>) => (path: string) => entries.get(path)?.size ?? -1;
  return {
    name,
    files: then.size,
    bytes: [...bytes.values()].reduce((sum, each) => sum + each, 0),
    packages: packageChanges(installedIn(image), installedIn(other)),
    paths: encodeTexts(paths),
    before: paths.map(sizeIn(then)),
    after: paths.map(sizeIn(now)),
  };
}

function filesOf(tree: Tree): ReadonlyMap<string, Entry> {
  return new Map([...entriesOf(tree)].filter(([, { type }]) => type !== 'folder'));
}

function isSame(image: Tree, other: Tree, path: string, a?: Entry, b?: Entry): boolean {
  if (a === undefined || b === undefined || a.type !== b.type || a.size !== b.size) return false;
  if (a.type === 'link') return image.readlink(path) === other.readlink(path);
  for (let at = 0; a.type === 'file' && at < a.size; at += CHUNK) {
    const [here, there] = [image.read(path, at, CHUNK), other.read(path, at, CHUNK)];
    if (here.length !== there.length || here.some((byte, index) => byte !== there[index])) return false;
  }
  return true;
}

function installedIn(tree: Tree): readonly Installed[] | undefined {
  const resolver = resolverOf(tree);
  return hasDatabase(resolver) ? installedOf(readPackages(tree, resolver).all) : undefined;
}

function packageChanges(now?: readonly Installed[], then?: readonly Installed[]): readonly PackageChange[] {
  if (now === undefined || then === undefined) return [];
  const [after, before] = [now, then].map((all) => new Map(all.map(({ name, version }) => [name, version])));
  return [...new Set([...now, ...then].map(({ name }) => name))].sort(byName).flatMap((name) => {
    const change = { name, ...of('before', before?.get(name)), ...of('after', after?.get(name)) };
    return change.before === change.after ? [] : [change];
  });
}

function of(when: 'before' | 'after', version: string | undefined): Partial<PackageChange> {
  return version === undefined ? {} : { [when]: version };
}
