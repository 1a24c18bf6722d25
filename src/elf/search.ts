import type { Machine } from './machine.ts';
import { type MuslLoader, muslRunFolders } from './musl.ts';
import type { Elf } from './read.ts';

/** By which way the loader finds a library. */
export type Way = 'path' | 'rpath' | 'library-path' | 'runpath' | 'cache' | 'system';

export interface SearchFolder {
  readonly folder: string;
  readonly way: Way;
}

/** A file in the process, and who brought it in. */
export interface Loaded {
  /** Canonical path. */
  readonly file: string;
  readonly elf: Elf;
  readonly loader?: Loaded;
}

/** More than any real search path has: what is beyond is not searched, so that a hostile file costs little. */
const MOST_FOLDERS = 64;

export interface SearchOptions {
  /** LD_LIBRARY_PATH of the image, split. */
  readonly libraryPath: readonly string[];
  /** Folders of ld.so.conf; empty where the tree has no ld.so.cache, for the loader reads the cache only. */
  readonly cacheFolders: readonly string[];
  /** The loaders of musl that the tree has. */
  readonly muslLoaders?: readonly MuslLoader[];
  /** Whether musl is the libc of the tree, and not beside glibc. */
  readonly isMusl?: boolean;
}

/**
 * The folders glibc's loader searches for a name without slash that `object` needs, in order: RPATH of the
 * object, of its loaders and of the program (not if the object has RUNPATH), LD_LIBRARY_PATH, RUNPATH of
 * the object, the cache, the system's folders (elf/dl-load.c, _dl_map_object).
 */
export function searchFolders(
  object: Loaded,
  machine: Machine,
  options: SearchOptions,
): readonly SearchFolder[] {
  const system = systemFolders(machine);
  const defaults = object.elf.noDefaultLibraries
    ? []
    : [
        ...options.cacheFolders.map(
          (folder) => ({ folder, way: system.includes(folder) ? 'system' : 'cache' }) as const,
        ),
        ...system.map((folder) => ({ folder, way: 'system' }) as const),
      ];
  const own = unique([
    ...(object.elf.runpath === undefined ? inheritedRpath(object, machine) : []),
    ...options.libraryPath.flatMap((entry) => expand(entry, object.file, machine, 'library-path')),
    ...(object.elf.runpath ?? []).flatMap((entry) => expand(entry, object.file, machine, 'runpath')),
  ]);
  return unique([...own.slice(0, MOST_FOLDERS), ...defaults]);
}

/**
 * The folders musl's loader searches for a name without slash, in order: LD_LIBRARY_PATH, the run path of the object, of
 * its loaders and of the program, the loader's own (ldso/dynlink.c, load_library).
 */
export function muslSearchFolders(
  object: Loaded,
  loader: MuslLoader,
  { libraryPath }: SearchOptions,
): readonly SearchFolder[] {
  const own = libraryPath.map((folder): SearchFolder => ({ folder, way: 'library-path' }));
  for (let owner: Loaded | undefined = object; owner !== undefined; owner = owner.loader) {
    const way = owner.elf.runpath === undefined ? 'rpath' : 'runpath';
    own.push(...muslRunFolders(owner.elf, owner.file).map((folder): SearchFolder => ({ folder, way })));
  }
  const absolute = own
    .filter(({ folder }) => folder.startsWith('/'))
    .map(({ folder, way }) => ({ folder: folder.replace(/\/+$/, '') || '/', way }));
  const system = loader.folders.map((folder): SearchFolder => ({ folder, way: 'system' }));
  return unique([...unique(absolute).slice(0, MOST_FOLDERS), ...system.slice(0, MOST_FOLDERS)]);
}

/**
 * Debian's loader has the multiarch folders first, see `ld.so --list-diagnostics`. Others have `lib64` where there are two
 * widths, which on Debian holds the loader alone.
 */
function systemFolders({ triplets }: Machine): readonly string[] {
  const multiarch = triplets.flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]);
  return [...multiarch, '/lib', '/usr/lib', '/lib64', '/usr/lib64'];
}

function inheritedRpath(object: Loaded, machine: Machine): readonly SearchFolder[] {
  const folders: SearchFolder[] = [];
  for (let owner: Loaded | undefined = object; owner !== undefined; owner = owner.loader) {
    for (const entry of owner.elf.rpath) folders.push(...expand(entry, owner.file, machine, 'rpath'));
  }
  return folders;
}

/**
 * The folders one entry of a search path stands for. Empty entries and relative ones mean the working
 * directory, which no image can promise, so they count for nothing.
 */
function expand(entry: string, file: string, machine: Machine, way: Way): readonly SearchFolder[] {
  return expandTokens(entry, file, machine)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => ({ folder: folder.replace(/\/+$/, '') || '/', way }));
}

/** Replaces `$ORIGIN`, `$LIB` and `$PLATFORM`, with or without braces (ld.so(8), "Dynamic string tokens"). */
export function expandTokens(text: string, file: string, machine: Machine): readonly string[] {
  if (!text.includes('$')) return [text];
  const origin = file.slice(0, file.lastIndexOf('/')) || '/';
  const libs = machine.triplets.length > 0 ? machine.triplets.map((triplet) => `lib/${triplet}`) : ['lib'];
  return libs.map((lib) =>
    text.replaceAll(
      /\$(?:\{(ORIGIN|LIB|PLATFORM)\}|(ORIGIN|LIB|PLATFORM)(?![A-Za-z0-9_]))/g,
      (_, braced, bare) => {
        const token = braced ?? bare;
        return token === 'ORIGIN' ? origin : token === 'LIB' ? lib : machine.platform;
      },
    ),
  );
}

function unique(folders: readonly SearchFolder[]): readonly SearchFolder[] {
  const seen = new Set<string>();
  return folders.filter(({ folder }) => !seen.has(folder) && seen.add(folder));
}
