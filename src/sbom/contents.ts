import { createHash } from 'node:crypto';
import { ElfError, type ReadAt } from '../elf/bytes.ts';
import { type GoBuild, goBuild } from '../elf/go.ts';
import { isElf, readElf } from '../elf/read.ts';
import { readPackages } from '../tree/packages.ts';
import { byName } from '../tree/paths.ts';
import { broughtBy } from '../tree/pyc.ts';
import { readText } from '../tree/read-text.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { type Entry, entriesOf, type Tree } from '../tree/tree.ts';
import { type Component, componentOf } from './component.ts';
import { type Libraries, readLibraries } from './libraries/read.ts';

/** GoProgram is a program with Go build information. */
export interface GoProgram {
  /** Canonical path. */
  readonly path: string;
  readonly build: GoBuild;
}

export interface ListedFile {
  /** Canonical. */
  readonly path: string;
  /** Hex, as the next. */
  readonly sha1: string;
  readonly sha256: string;
  /** Packages that list it. */
  readonly owners: readonly Component[];
}

/** Contents are the contents of an image. */
export interface Contents {
  /** From os-release(5), if the image has it. */
  readonly system?: { readonly id: string; readonly version?: string };
  /** Sorted by name. */
  readonly components: readonly Component[];
  /** Regular files, which have checksums; sorted by path. */
  readonly files: readonly ListedFile[];
  /** Number of files not listed because there are too many. */
  readonly unlisted: number;
  /** Go programs that belong to no package, sorted by path. */
  readonly programs: readonly GoProgram[];
  readonly libraries: Libraries;
}

/**
 * Reads what an image says of itself: the package database, the copyright files, the content of every file.
 * @param most maximum number of files; if there are more, none is listed
 */
export function readContents(tree: Tree, most: number): Contents {
  const resolver = resolverOf(tree);
  const installed = readPackages(tree, resolver);
  const known = new Map(installed.all.map((each) => [each, componentOf(tree, resolver, each)]));
  const components = [...known.values()];
  const paths = [...entriesOf(tree)].filter(([, { type }]) => type === 'file');
  const isListed = paths.length <= most;
  const checksums = checksumsOf(tree);
  const system = systemOf(tree, resolver);
  return {
    ...(system === undefined ? {} : { system }),
    components: components.sort((a, b) => byName(a.name, b.name) || byName(a.architecture, b.architecture)),
    files: (isListed ? paths : []).map(([path, entry]) => ({
      path,
      ...checksums(path, entry),
      owners: broughtBy(installed.owners, path).flatMap((each) => known.get(each) ?? []),
    })),
    unlisted: isListed ? 0 : paths.length,
    programs: paths.flatMap(([path]) =>
      installed.owners(path).length > 0 ? [] : (goProgram(tree, path) ?? []),
    ),
    libraries: readLibraries(tree, paths),
  };
}

function goProgram(tree: Tree, path: string): GoProgram | undefined {
  const read: ReadAt = (offset, length) => tree.read(path, offset, length);
  if (!isElf(read(0, 4))) return undefined;
  try {
    const build = goBuild(read, readElf(read));
    return build && { path, build };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return undefined;
  }
}

function systemOf(tree: Tree, resolver: Resolver): Contents['system'] {
  const file = resolver.file('/etc/os-release');
  const text = file === undefined ? '' : (readText(tree, file) ?? '');
  const value = (key: string) => new RegExp(`^${key}=(["']?)(.*)\\1$`, 'm').exec(text)?.[2];
  const [id, version] = [value('ID'), value('VERSION_ID')];
  return id === undefined ? undefined : { id, ...(version === undefined ? {} : { version }) };
}

/** Bytes per read. */
const CHUNK = 1 << 20;

/** Reads a file with several hard links once. */
function checksumsOf(tree: Tree) {
  const known = new Map<string, Pick<ListedFile, 'sha1' | 'sha256'>>();
  return (path: string, { size, inode = path }: Entry) => {
    const before = known.get(inode);
    if (before !== undefined) return before;
    const [sha1, sha256] = [createHash('sha1'), createHash('sha256')];
    for (let at = 0; at < size; at += CHUNK) {
      const bytes = tree.read(path, at, CHUNK);
      sha1.update(bytes);
      sha256.update(bytes);
    }
    const found = { sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
    known.set(inode, found);
    return found;
  };
}
