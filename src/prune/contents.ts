import { ElfError } from '../elf/bytes.ts';
import { closure, type Need } from '../elf/closure.ts';
import { muslLoader, pathFileOf } from '../elf/musl.ts';
import { type Elf, isElf, readElf } from '../elf/read.ts';
import type { SearchOptions } from '../elf/search.ts';
import { expand } from '../tree/glob.ts';
import { nameOf } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import type { Expander } from './engine.ts';
import type { ReasonKind } from './graph.ts';
import { configuredFolders } from './ldconf.ts';
import type { PruneRequest } from './request.ts';
import { envProgram, LONGEST_LINE, shebang } from './shebang.ts';

/** Something a file names that the tree does not have; many healthy packages have such files. */
export interface Unresolved {
  readonly from: string;
  readonly kind: Need['kind'] | 'shebang';
  readonly name: string;
}

/** ELF files of a tree, each read once; a broken one counts as none and is noted. */
export interface Objects {
  elf(file: string): Elf | undefined;
  /** Canonical path to what is wrong with it. */
  readonly broken: ReadonlyMap<string, string>;
}

export function objectsOf(tree: Tree): Objects {
  const known = new Map<string, Elf | null>();
  const broken = new Map<string, string>();
  const read = (file: string): Elf | null => {
    if (!isElf(tree.read(file, 0, 4))) return null;
    try {
      return readElf((offset, length) => tree.read(file, offset, length));
    } catch (error) {
      if (!(error instanceof ElfError)) throw error;
      broken.set(file, error.message);
      return null;
    }
  };
  return {
    elf: (file) => {
      const elf = known.get(file);
      if (elf !== undefined) return elf ?? undefined;
      const fresh = read(file);
      known.set(file, fresh);
      return fresh ?? undefined;
    },
    broken,
  };
}

/**
 * Returns the programs that the kernel starts in place of a file: its loader, or the interpreter of its first line. `env` starts
 * another one, whose name may have to be found by PATH.
 */
export function interpretersOf(tree: Tree, file: string): readonly string[] {
  const loader = objectsOf(tree).elf(file)?.interpreter;
  if (loader !== undefined) return [loader];
  const [interpreter, argument = ''] = shebang(tree.read(file, 0, LONGEST_LINE)) ?? [];
  if (interpreter === undefined) return [];
  const started = nameOf(interpreter) === 'env' ? envProgram(argument) : undefined;
  return started === undefined ? [interpreter] : [interpreter, started];
}

/** Where the loader searches in a tree whose programs run in the request's environment. */
export function searchOptions(
  tree: Tree,
  resolver: Resolver,
  { environment }: Pick<PruneRequest, 'environment'>,
): SearchOptions {
  const hasCache = resolver.file('/etc/ld.so.cache') !== undefined;
  const muslLoaders = [...expand(tree, resolver, MUSL_LOADERS)].map((path) => {
    const file = resolver.file(pathFileOf(path) ?? '');
    return muslLoader(path, file === undefined ? undefined : readText(tree, file));
  });
  return {
    libraryPath: (environment.LD_LIBRARY_PATH ?? '').split(/[:;]/).filter((folder) => folder !== ''),
    cacheFolders: hasCache ? configuredFolders(tree, resolver) : [],
    muslLoaders,
    isMusl: muslLoaders.length > 0 && !hasCache,
  };
}

const MUSL_LOADERS = '/lib/ld-musl-*.so.1';

/** Edges that the closure of another file made: their libraries are in that closure already. */
const FOLLOWS = new Set<ReasonKind>(['needed', 'interpreter', 'hwcap', 'link', 'parent']);

/** Keeps what the loader maps for every ELF file that is kept for a reason of its own. */
export function libraries(
  tree: Tree,
  resolver: Resolver,
  request: PruneRequest,
  objects: Objects,
  unresolved: (missing: Unresolved) => void,
): Expander {
  const options = searchOptions(tree, resolver, request);
  const libraryTree = { real: resolver.file, elf: objects.elf };
  const done = new Set<string>();
  // Files at the end of several links: they are kept only after the links between.
  const awaited = new Set<string>();
  return (engine, node, reason) => {
    if (node.entry === undefined) return;
    const file = resolver.file(node.id);
    if (file === undefined || done.has(file) || (FOLLOWS.has(reason.kind) && !awaited.has(file))) return;
    if (!engine.graph.nodes.has(file)) {
      awaited.add(file);
      return;
    }
    done.add(file);
    for (const need of closure(file, libraryTree, options)) {
      const { from, name, path, kind, way } = need;
      // A library that was dropped brings nothing in; breadth-first, so whatever needs this was kept before.
      if (!engine.graph.nodes.has(from)) continue;
      const strength = need.hard ? 'hard' : 'soft';
      for (const variant of need.variants)
        engine.keepThrough(variant, { from, kind: 'hwcap', detail: name, strength });
      if (path === undefined) unresolved({ from, kind, name });
      else engine.keepThrough(path, { from, kind, detail: name, strength });
      if (way === 'cache') engine.keep('/etc/ld.so.cache', { from, kind: 'cache', detail: name, strength });
    }
  };
}
