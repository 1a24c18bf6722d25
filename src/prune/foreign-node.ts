import { findLibrary } from '../elf/closure.ts';
import type { SearchOptions } from '../elf/search.ts';
import { folderOf, nameOf } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import type { Objects } from './contents.ts';

/** Node's names of architectures (`process.arch`), by Debian's. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  amd64: 'x64',
  arm64: 'arm64',
  armel: 'arm',
  armhf: 'arm',
  i386: 'ia32',
  ppc64el: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

const PACKAGE = /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
/** The first bytes of a program for Windows, and of one for macOS: for one architecture or several. */
const OTHER_SYSTEMS = ['4d5a', 'cffaedfe', 'cafebabe'];
const LARGEST_DESCRIPTION = 1 << 20;

/**
 * Returns a function that reports whether a file of a Node application is for another system: an addon that Node cannot
 * load, or a file in a package that says it is for another operating system, processor or libc.
 */
export function foreignNode(
  tree: Tree,
  resolver: Resolver,
  {
    paths,
    architecture,
    objects,
    options,
  }: {
    readonly paths: readonly string[];
    readonly architecture: string;
    readonly objects: Objects;
    readonly options: SearchOptions;
  },
): (path: string) => boolean {
  const here = { os: 'linux', cpu: ARCHITECTURES[architecture], libc: libcOf(options) };
  const folders = new Set<string>();
  for (const path of paths) {
    const size = PACKAGE.test(path) ? resolver.lstat(path)?.size : undefined;
    if (size === undefined || size > LARGEST_DESCRIPTION) continue;
    if (isForOthers(readText(tree, path) ?? '', here)) folders.add(folderOf(path));
  }
  const isIn = (path: string): boolean => path !== '/' && (folders.has(path) || isIn(folderOf(path)));
  return (path) =>
    (folders.size > 0 && isIn(path)) || isForeignAddon(tree, resolver, { path, objects, options });
}

/** Returns the libc of a tree; undefined if it has both. */
function libcOf({ isMusl, muslLoaders = [] }: SearchOptions): string | undefined {
  if (isMusl === true) return 'musl';
  return muslLoaders.length === 0 ? 'glibc' : undefined;
}

/** Reports whether a package.json excludes a system by its fields `os`, `cpu` and `libc`. */
function isForOthers(text: string, here: Readonly<Record<string, string | undefined>>): boolean {
  // Few packages name a system, and parsing thousands takes long.
  if (!/"(?:os|cpu|libc)"/.test(text)) return false;
  const fields = parsed(text);
  return Object.entries(here).some(([field, name]) => name !== undefined && !allows(fields[field], name));
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Reports whether a list such as `["linux", "darwin"]` or `["!win32"]` includes a name. */
function allows(list: unknown, name: string): boolean {
  const names = [list].flat().filter((each) => typeof each === 'string');
  if (names.includes(`!${name}`)) return false;
  const positive = names.filter((each) => !each.startsWith('!'));
  return positive.length === 0 || positive.includes(name) || positive.includes('any');
}

/** Reports whether an addon is for another operating system, or for a processor or libc that the tree does not have. */
function isForeignAddon(
  tree: Tree,
  resolver: Resolver,
  {
    path,
    objects,
    options,
  }: {
    readonly path: string;
    readonly objects: Objects;
    readonly options: SearchOptions;
  },
): boolean {
  if (!nameOf(path).endsWith('.node') || resolver.lstat(path)?.type !== 'file') return false;
  const magic = Buffer.from(tree.read(path, 0, 4)).toString('hex');
  if (OTHER_SYSTEMS.some((each) => magic.startsWith(each))) return true;
  const libcs = objects.elf(path)?.needed.filter((name) => /^libc\./.test(name)) ?? [];
  const libraries = { real: resolver.file, elf: objects.elf };
  return libcs.length > 0 && libcs.every((name) => findLibrary(path, name, libraries, options) === undefined);
}
