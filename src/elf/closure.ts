import { fits, type Machine, machineOf } from './machine.ts';
import { isOwnName, type MuslLoader, muslLoaderOf } from './musl.ts';
import type { Elf } from './read.ts';
import {
  expandTokens,
  type Loaded,
  muslSearchFolders,
  type SearchOptions,
  searchFolders,
  type Way,
} from './search.ts';

/** LibraryTree is the part of a tree that the closure reads. */
export interface LibraryTree {
  /** The canonical path of the regular file that `path` leads to, through any links. */
  real(path: string): string | undefined;
  /** The file as the loader sees it; undefined where it is not ELF, or broken. */
  elf(file: string): Elf | undefined;
}

/** One library that one file needs, and what the loader finds. */
export interface Need {
  /** Canonical path of the file that needs it. */
  readonly from: string;
  /** As it is written in the file. */
  readonly name: string;
  readonly kind: 'interpreter' | 'needed' | 'dlopen-note';
  /** False where the file itself says that it works without. */
  readonly hard: boolean;
  /** Where the loader opens it, links not followed; absent where it finds nothing. */
  readonly path?: string;
  readonly way?: Way | 'loaded';
  /** Twins for newer processors, which the loader may take instead. */
  readonly variants: readonly string[];
}

/**
 * All that the loader maps for a program or, where `root` is a library, for a program that loads it. Breadth-first, as the
 * loader does it: glibc's inherits no RUNPATH, and does not search again for a library that is there by name or soname.
 */
export function closure(root: string, tree: LibraryTree, options: SearchOptions): readonly Need[] {
  const elf = tree.elf(root);
  if (elf === undefined) return [];
  const search = newSearch(elf, tree, options);
  const first: Loaded = { file: root, elf };
  const needs: Need[] = [];
  const queue = [first];
  register(search, first);
  if (elf.interpreter !== undefined) needs.push(interpreter(search, first, elf.interpreter));
  const files = new Set(queue.map(({ file }) => file));
  for (const object of queue) {
    for (const [name, kind, hard] of wanted(search, object)) {
      const need = find(search, object, name, kind, hard);
      needs.push(need);
      // The plain file first: the name stands for it, and for no variant.
      for (const path of [...(need.path === undefined ? [] : [need.path]), ...need.variants]) {
        const next = load(search, object, path, name);
        if (next === undefined || files.has(next.file)) continue;
        files.add(next.file);
        queue.push(next);
      }
    }
  }
  return needs;
}

/** Where the loader opens a library that a file names itself; undefined where it finds nothing that fits. */
export function findLibrary(
  file: string,
  name: string,
  tree: LibraryTree,
  options: SearchOptions,
): string | undefined {
  const elf = tree.elf(file);
  if (elf === undefined) return undefined;
  const search = newSearch(elf, tree, options);
  return find(search, { file, elf }, name, 'needed', false).path;
}

interface Search {
  readonly tree: LibraryTree;
  readonly options: SearchOptions;
  readonly program: Elf;
  readonly machine: Machine;
  /** Set where it is not glibc that loads. */
  readonly musl: MuslLoader | undefined;
  /** By every name that satisfies a later need: names asked for, and sonames. */
  readonly loaded: Map<string, Loaded>;
}

function newSearch(program: Elf, tree: LibraryTree, options: SearchOptions): Search {
  const musl = muslLoaderOf(program, options.muslLoaders ?? [], options.isMusl === true);
  return { tree, options, program, machine: machineOf(program), musl, loaded: new Map() };
}

type Wanted = readonly [name: string, kind: 'needed' | 'dlopen-note', hard: boolean];

/** Suggested libraries stay away: the program works without, and nobody asked. */
function wanted(search: Search, object: Loaded): readonly Wanted[] {
  const noted = object.elf.dlopen.flatMap(({ priority, sonames }): Wanted[] => {
    if (priority === 'suggested') return [];
    const name = sonames.find(
      (soname) => find(search, object, soname, 'dlopen-note', false).path !== undefined,
    );
    const known = name ?? sonames[0];
    return known === undefined ? [] : [[known, 'dlopen-note', priority === 'required']];
  });
  return [...object.elf.needed.map((name): Wanted => [name, 'needed', true]), ...noted];
}

function interpreter(search: Search, program: Loaded, name: string): Need {
  const found = load(search, program, name, name);
  const path = found && { path: name, way: 'path' as const };
  return { from: program.file, name, kind: 'interpreter', hard: true, variants: [], ...path };
}

function find(search: Search, object: Loaded, name: string, kind: Need['kind'], hard: boolean): Need {
  const need = { from: object.file, name, kind, hard, variants: [] };
  const there = search.loaded.get(name);
  if (there !== undefined) return { ...need, path: there.file, way: 'loaded' };
  if (search.musl !== undefined && isOwnName(name) && accept(search, search.musl.path))
    return { ...need, path: search.musl.path, way: 'loaded' };
  if (name.includes('/')) {
    const path = expandTokens(name, object.file, search.machine).find((candidate) =>
      accept(search, candidate),
    );
    return path === undefined ? need : { ...need, path, way: 'path' };
  }
  const variants: string[] = [];
  for (const { folder, way } of foldersFor(search, object)) {
    for (const hwcap of search.musl === undefined ? search.machine.hwcaps : []) {
      const variant = `${folder}/glibc-hwcaps/${hwcap}/${name}`;
      if (accept(search, variant)) variants.push(variant);
    }
    const path = `${folder}/${name}`;
    if (accept(search, path)) return { ...need, path, way, variants };
  }
  return { ...need, variants };
}

function foldersFor({ machine, options, musl }: Search, object: Loaded) {
  return musl === undefined
    ? searchFolders(object, machine, options)
    : muslSearchFolders(object, musl, options);
}

function accept(search: Search, path: string): boolean {
  const file = search.tree.real(path);
  const elf = file === undefined ? undefined : search.tree.elf(file);
  return elf !== undefined && fits(search.program, elf);
}

function load(search: Search, loader: Loaded, path: string, name: string): Loaded | undefined {
  const file = search.tree.real(path);
  const elf = file === undefined ? undefined : search.tree.elf(file);
  if (file === undefined || elf === undefined) return undefined;
  const object: Loaded = { file, elf, loader };
  register(search, object, name);
  return object;
}

/** The first that came with a name keeps it. musl does not compare sonames. */
function register({ loaded, musl }: Search, object: Loaded, name?: string): void {
  const soname = musl === undefined ? object.elf.soname : undefined;
  for (const known of [name, soname, object.file]) {
    if (known !== undefined && !loaded.has(known)) loaded.set(known, object);
  }
}
