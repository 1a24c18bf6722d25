import { closure, findLibrary } from '../elf/closure.ts';
import { libraryLiterals } from '../elf/literals.ts';
import type { SearchOptions } from '../elf/search.ts';
import { matcher } from '../tree/glob.ts';
import { byName } from '../tree/paths.ts';
import type { Objects } from './contents.ts';
import type { Engine } from './engine.ts';

/** Bytes that one such library may add with its dependencies. The limit exists because a name in constants is only a hint. */
const MOST = 1 << 20;

/** Unopened is a library that a kept file may load, left out because only a name in its constants suggests it. */
export interface Unopened {
  /** The file that contains the name. */
  readonly from: string;
  readonly name: string;
  /** Canonical. */
  readonly path: string;
  /** Bytes that keeping it would add. */
  readonly bytes: number;
}

/** Matches libc, whose libraries nss.ts and the rules gconv and libgcc keep. musl's libc loads none. */
const isLibc = matcher(['/**/libc.so.6', '/**/ld-musl-*.so.1', '/**/*-linux-musl*/libc.so']);

interface Named {
  readonly from: string;
  readonly name: string;
  /** The path at which the loader opens it. */
  readonly path: string;
  readonly file: string;
  /** Canonical paths of the library and its dependencies. */
  readonly files: readonly string[];
}

/**
 * Keeps libraries that kept files name in their constants, if they add little. Each round measures against the result of
 * the previous round, so the result does not depend on order.
 */
export function keepNamed(
  engine: Engine,
  objects: Objects,
  options: SearchOptions,
  run: () => void,
): readonly Unopened[] {
  const seen = new Set<string>();
  const all: Named[] = [];
  for (let before = -1; before < seen.size; ) {
    before = seen.size;
    const named = [...engine.graph.nodes.values()]
      .filter(({ id, entry }) => entry?.type === 'file' && !seen.has(id))
      .flatMap(({ id }) => {
        seen.add(id);
        return namedBy(engine, objects, options, id);
      });
    const sizes = named.map((each) => addedBytes(engine, each));
    named.forEach(({ from, name, path }, at) => {
      if ((sizes[at] ?? 0) > MOST) return;
      engine.keepThrough(path, { from, kind: 'dlopen-literal', detail: name, strength: 'soft' });
    });
    all.push(...named);
    run();
  }
  return all
    .map((each) => ({ from: each.from, name: each.name, path: each.file, bytes: addedBytes(engine, each) }))
    .filter(
      ({ path, bytes }) =>
        bytes > 0 && !engine.dropped.nodes.has(path) && !engine.isUnwanted(path, { kind: 'dlopen-literal' }),
    )
    .sort((a, b) => byName(a.from, b.from) || byName(a.name, b.name));
}

/** Returns the libraries that a file names and that are in the tree but not in the image. */
function namedBy(engine: Engine, objects: Objects, options: SearchOptions, file: string): readonly Named[] {
  const elf = objects.elf(file);
  if (elf === undefined || isLibc(file)) return [];
  const tree = { real: engine.resolver.file, elf: objects.elf };
  const read = (offset: number, length: number) => engine.tree.read(file, offset, length);
  return libraryLiterals(read, elf).flatMap((name): Named[] => {
    const found = findLibrary(file, name, tree, options);
    const library = found && engine.resolver.file(found);
    if (found === undefined || library === undefined || engine.graph.nodes.has(library)) return [];
    const needs = closure(library, tree, options).flatMap((need) => need.path ?? []);
    const files = [library, ...needs.flatMap((need) => engine.resolver.file(need) ?? [])];
    return [{ from: file, name, path: found, file: library, files: [...new Set(files)] }];
  });
}

function addedBytes({ graph, resolver }: Engine, { files }: Named): number {
  const added = files.filter((file) => !graph.nodes.has(file));
  return added.reduce((sum, file) => sum + (resolver.lstat(file)?.size ?? 0), 0);
}
