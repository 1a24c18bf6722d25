import { createHash } from 'node:crypto';
import { fields } from '../debian/control.ts';
import { ElfError, type ReadAt } from '../elf/bytes.ts';
import { type GoBuild, goBuild } from '../elf/go.ts';
import { isElf, readElf } from '../elf/read.ts';
import { DATABASE, readPackages } from '../tree/dpkg.ts';
import { byName } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { type Entry, entriesOf, readText, type Tree } from '../tree/tree.ts';

/** GoProgram is a program with Go build information. */
export interface GoProgram {
  /** Canonical path. */
  readonly path: string;
  readonly build: GoBuild;
}

/** A package that something in the image is from. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: { readonly name: string; readonly version: string };
  /** `Name <address>`. */
  readonly maintainer?: string;
  readonly homepage?: string;
  /** The text of its copyright file, where the image has that. */
  readonly copyright?: string;
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
}

/**
 * Reads what an image says of itself: the dpkg database, the copyright files, the content of every file.
 * @param most maximum number of files; if there are more, none is listed
 */
export function readContents(tree: Tree, most: number): Contents {
  const resolver = resolverOf(tree);
  const installed = readPackages(tree, resolver);
  const known = new Map(
    installed.all.flatMap((each) => {
      const found = component(tree, resolver, each.stanza);
      return found === undefined ? [] : [[each, found] as const];
    }),
  );
  const components = [...known.values(), ...added(tree, resolver)];
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
      owners: installed.owners(path).flatMap((each) => known.get(each) ?? []),
    })),
    unlisted: isListed ? 0 : paths.length,
    programs: paths.flatMap(([path]) =>
      installed.owners(path).length > 0 ? [] : (goProgram(tree, path) ?? []),
    ),
  };
}

function component(tree: Tree, resolver: Resolver, stanza: string): Component | undefined {
  const found = fields(stanza, { start: 0, end: stanza.length });
  const [name, version, architecture] = ['package', 'version', 'architecture'].map((key) => found.get(key));
  if (name === undefined || version === undefined || architecture === undefined) return undefined;
  const [, source = name, sourceVersion = version] =
    /^(\S+)(?:\s+\((.*)\))?$/.exec(found.get('source') ?? '') ?? [];
  const [maintainer, homepage] = [found.get('maintainer'), found.get('homepage')];
  const file = resolver.file(`/usr/share/doc/${name}/copyright`);
  const copyright = file === undefined ? undefined : readText(tree, file);
  return {
    name,
    version,
    architecture,
    source: { name: source, version: sourceVersion },
    ...(maintainer === undefined ? {} : { maintainer }),
    ...(homepage === undefined ? {} : { homepage }),
    ...(copyright === undefined ? {} : { copyright }),
  };
}

/** What dpkg did not install, as the shell of the target `debug`; see src/steps/tools.ts. */
function added(tree: Tree, resolver: Resolver): readonly Component[] {
  const folder = `${DATABASE}/status.d`;
  if (resolver.lstat(folder)?.type !== 'folder') return [];
  return tree
    .readdir(folder)
    .flatMap((name) => component(tree, resolver, readText(tree, `${folder}/${name}`) ?? '') ?? []);
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
