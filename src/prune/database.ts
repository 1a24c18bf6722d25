import { apkDatabase, keptStanza } from '../tree/apk.ts';
import { canonicalPath, dpkgDatabase } from '../tree/dpkg.ts';
import { encodeName } from '../tree/names.ts';
import type { DatabaseFormat, Package } from '../tree/package.ts';
import { folderOf, join } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import { CHECKSUMS, checkedPath, statusFolder } from '../tree/status-folder.ts';
import type { Entry } from '../tree/tree.ts';
import type { Engine } from './engine.ts';

/** NewFile is a file that mib writes itself. */
export interface NewFile {
  readonly path: string;
  readonly entry: Entry;
  readonly text: string;
}

/** The folders of rpm's database (rpm's macro `_dbpath`, which differs between distributions). */
const RPM_DATABASES = ['/var/lib/rpm', '/usr/lib/sysimage/rpm', '/usr/share/rpm'];

/** Reports whether a tree has a package database that only its own library can read or write. */
export function hasForeignDatabase(resolver: Resolver): boolean {
  return RPM_DATABASES.some((path) => {
    const folder = resolver.follow(path)?.path;
    return folder !== undefined && resolver.lstat(folder)?.type === 'folder';
  });
}

/** Keeps such a database as it is. */
export function keepForeignDatabase(engine: Engine): void {
  for (const path of RPM_DATABASES) {
    const folder = engine.resolver.follow(path)?.path;
    if (folder === undefined) continue;
    const reason = { kind: 'database', detail: path, strength: 'hard' } as const;
    engine.keep(path, reason);
    engine.keepAll(folder, reason);
  }
}

/** Returns the canonical folders of the tree's databases. */
export function databaseFolders({ resolver }: Engine): readonly string[] {
  const dpkg = dpkgDatabase(resolver);
  const status = statusFolder(resolver);
  const apk = apkDatabase(resolver);
  return [
    ...(dpkg === undefined ? [] : [dpkg, `${dpkg}/info`]),
    ...(status === undefined ? [] : [status]),
    ...(apk === undefined ? [] : [folderOf(apk)]),
  ];
}

/**
 * Returns the package database of the image, in the format and place of the tree's own: the unmodified stanzas of the
 * contributing packages, and their lists without files that the image lacks. Scanners read the packages and their files from it.
 */
export function packageDatabase(engine: Engine, packages: readonly Package[]): readonly NewFile[] {
  const of = (format: DatabaseFormat) => packages.filter((each) => each.format === format);
  return [
    ...dpkgFiles(engine, of('dpkg')),
    ...statusFolderFiles(engine, of('status.d')),
    ...apkFiles(engine, of('apk')),
  ].filter(({ path }) => engine.droppedBy(path) === undefined);
}

function dpkgFiles(engine: Engine, packages: readonly Package[]): readonly NewFile[] {
  const database = dpkgDatabase(engine.resolver);
  if (database === undefined) return [];
  const filtered = (name: string, pathOf: (line: string) => string | undefined) =>
    filteredFile(engine, `${database}/info/${name}`, pathOf);
  const stanzas = packages.map(({ stanza }) => `${stanza}\n\n`);
  return [
    newFile(engine, `${database}/status`, stanzas),
    ...packages.flatMap(({ info }) => [
      ...filtered(`${info}.list`, (line) => line),
      ...filtered(`${info}${CHECKSUMS}`, checkedPath),
    ]),
  ];
}

function statusFolderFiles(engine: Engine, packages: readonly Package[]): readonly NewFile[] {
  const folder = statusFolder(engine.resolver);
  if (folder === undefined) return [];
  return packages.flatMap(({ file, stanza, name }) => [
    newFile(engine, join(folder, file ?? name), [`${stanza}\n`]),
    ...filteredFile(engine, join(folder, (file ?? name) + CHECKSUMS), checkedPath),
  ]);
}

function apkFiles(engine: Engine, packages: readonly Package[]): readonly NewFile[] {
  const path = apkDatabase(engine.resolver);
  if (path === undefined) return [];
  const isThere = keptIn(engine);
  return [
    newFile(
      engine,
      path,
      packages.map((each) => `${keptStanza(each, isThere)}\n\n`),
    ),
  ];
}

function keptIn({ graph, resolver }: Engine): (path: string) => boolean {
  const canonical = canonicalPath(resolver);
  return (path) => graph.nodes.has(canonical(path));
}

/** Returns a file of the tree's database with only the lines about files that the image has. */
function filteredFile(
  engine: Engine,
  path: string,
  pathOf: (line: string) => string | undefined,
): readonly NewFile[] {
  const file = engine.resolver.file(path);
  const lines = (file === undefined ? undefined : readText(engine.tree, file))
    ?.split('\n')
    .filter((line) => line !== '');
  if (lines === undefined) return [];
  const isThere = keptIn(engine);
  const isKept = (line: string) => isThere(pathOf(line) ?? '');
  return [
    newFile(
      engine,
      path,
      lines.filter(isKept).map((line) => `${line}\n`),
    ),
  ];
}

function newFile({ request }: Engine, path: string, lines: readonly string[]): NewFile {
  const text = lines.join('');
  const size = Buffer.byteLength(encodeName(text));
  const entry = { type: 'file', mode: 0o644, uid: 0, gid: 0, size, mtime: request.epoch } as const;
  return { path, entry, text };
}
