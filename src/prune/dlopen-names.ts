import { closure, findLibrary } from '../elf/closure.ts';
import { libraryLiterals } from '../elf/literals.ts';
import type { SearchOptions } from '../elf/search.ts';
import { matcher } from '../tree/glob.ts';
import { byName } from '../tree/paths.ts';
import type { Objects } from './contents.ts';
import type { Engine } from './engine.ts';

/** What one such library may add with all that it needs: a name among constants is a hint and no promise. */
const MOST = 1 << 20;

/** A library that a kept file may open, and that was left out because nothing but a name speaks for it. */
export interface Unopened {
  /** The file that has the name. */
  readonly from: string;
  readonly name: string;
  /** Canonical. */
  readonly path: string;
  /** What keeping it would add. */
  readonly bytes: number;
}

/** What libc opens is known by heart: see nss.ts and the rules gconv and libgcc. musl's opens nothing. */
const isLibc = matcher(['/**/libc.so.6', '/**/ld-musl-*.so.1', '/**/*-linux-musl*/libc.so']);

interface Named {
  readonly from: string;
  readonly name: string;
  /** Where the loader opens it. */
  readonly path: string;
  readonly file: string;
  /** Canonical paths of it and what it needs. */
  readonly files: readonly string[];
}

/**
 * Keeps libraries that kept files name among their constants, if that adds little. Each round measures against all that
 * the round before kept, so the order of things makes no difference.
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

/** The libraries that a file names, as far as the tree has them and the image has not. */
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
