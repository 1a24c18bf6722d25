import { paragraphs } from '../debian/control.ts';
import { canonicalPath } from './dpkg.ts';
import type { Package } from './package.ts';
import { join } from './paths.ts';
import { readText } from './read-text.ts';
import type { Resolver } from './resolver.ts';
import type { Tree } from './tree.ts';

/** Where apk keeps its database; the second since it has a merged /usr. */
export const APK_DATABASES = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'];

/** The canonical path of the database. */
export function apkDatabase(resolver: Resolver): string | undefined {
  return APK_DATABASES.map((path) => resolver.file(path)).find((path) => path !== undefined);
}

export function apkLists(tree: Tree, resolver: Resolver): ReadonlyMap<Package, readonly string[]> {
  const path = apkDatabase(resolver);
  const canonical = canonicalPath(resolver);
  const all = path === undefined ? [] : parseApk(readText(tree, path) ?? '');
  return new Map(all.map((each) => [each, listedIn(each).map(canonical)]));
}

/**
 * Reads a database of apk: a paragraph for each package, lines of a letter, a colon and a value. `P`, `V`, `A` and `o` are name,
 * version, architecture and origin; `F` is a folder, and each `R` after it a file in that (apk-tools, apk_db_fdb_write).
 */
export function parseApk(text: string): readonly Package[] {
  return [...paragraphs(text)].flatMap(({ start, end }): Package[] => {
    const stanza = text.slice(start, end).replace(/\n+$/, '');
    const values = apkFields(stanza);
    const [name, version] = [values.get('P'), values.get('V')];
    if (name === undefined || version === undefined) return [];
    const source = values.get('o') ?? name;
    return [
      { format: 'apk', name, architecture: values.get('A') ?? '', version, source, stanza, info: name },
    ];
  });
}

/** The values of a stanza by their letters, without those of its files. */
export function apkFields(stanza: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of stanza.split('\n')) {
    const letter = line.slice(0, 1);
    if (letter === 'F') break;
    if (line[1] === ':') found.set(letter, line.slice(2));
  }
  return found;
}

function listedIn({ stanza }: Package): string[] {
  let folder = '/';
  return stanza.split('\n').flatMap((line) => {
    if (line.startsWith('F:')) folder = join('/', line.slice(2)).replace(/(.)\/+$/, '$1');
    else if (!line.startsWith('R:')) return [];
    return line.startsWith('F:') ? [folder] : [join(folder, line.slice(2))];
  });
}

/**
 * A stanza with what is there of its files. What follows the line of a folder or a file is about that: owner and mode, checksum.
 * @param isThere whether the image has a listed path
 */
export function keptStanza({ stanza }: Package, isThere: (path: string) => boolean): string {
  let folder = '/';
  let shown = true;
  const lines = stanza.split('\n').filter((line) => {
    if (line.startsWith('F:')) {
      folder = join('/', line.slice(2)).replace(/(.)\/+$/, '$1');
      shown = isThere(folder);
    } else if (line.startsWith('R:')) shown = isThere(join(folder, line.slice(2)));
    return shown;
  });
  return lines.join('\n');
}
