import { field } from '../debian/control.ts';
import { canonicalPath, DATABASE } from './dpkg.ts';
import type { Package } from './package.ts';
import { join } from './paths.ts';
import { readText } from './read-text.ts';
import type { Resolver } from './resolver.ts';
import type { Tree } from './tree.ts';

/** Where images without dpkg keep a file for each package, as distroless ones do. */
export const STATUS_FOLDER = `${DATABASE}/status.d`;
/** Ends the name of the file with a package's checksums. */
export const CHECKSUMS = '.md5sums';

/** Reads the folder: a control file for each package, and beside it the checksums of its files, which are all that it lists. */
export function statusFolderLists(tree: Tree, resolver: Resolver): ReadonlyMap<Package, readonly string[]> {
  const folder = statusFolder(resolver);
  const canonical = canonicalPath(resolver);
  const lists = new Map<Package, readonly string[]>();
  for (const name of folder === undefined ? [] : tree.readdir(folder)) {
    const found = folder !== undefined && !name.endsWith(CHECKSUMS) && readText(tree, join(folder, name));
    const package_ = found ? packageIn(found, name) : undefined;
    if (package_ === undefined || folder === undefined) continue;
    const sums = readText(tree, join(folder, name + CHECKSUMS)) ?? '';
    const paths = sums.split('\n').flatMap((line) => checkedPath(line) ?? []);
    lists.set(package_, paths.map(canonical));
  }
  return lists;
}

/** The canonical path of the folder. */
export function statusFolder(resolver: Resolver): string | undefined {
  const found = resolver.follow(STATUS_FOLDER)?.path;
  return found !== undefined && resolver.lstat(found)?.type === 'folder' ? found : undefined;
}

/** The path in a line of checksums: an MD5 sum, blanks and a path without its first slash (deb-md5sums(5)). */
export function checkedPath(line: string): string | undefined {
  const path = /^[0-9a-f]{32}\s+(?:\.?\/)?(.+)$/.exec(line)?.[1];
  return path && `/${path}`;
}

/** The package of a control file. */
export function packageIn(text: string, file: string): Package | undefined {
  const stanza = text.replace(/\n+$/, '');
  const value = (name: string) => field(stanza, { start: 0, end: stanza.length }, name);
  const [name, architecture, version] = [value('Package'), value('Architecture'), value('Version')];
  if (name === undefined || architecture === undefined || version === undefined) return undefined;
  const source = value('Source')?.replace(/\s*\(.*/, '') ?? name;
  return { format: 'status.d', name, architecture, version, source, stanza, info: name, file };
}
