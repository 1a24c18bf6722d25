import { byName, foldersAbove, nameOf } from '../tree/paths.ts';
import { allFiles } from './audit/all-files.ts';
import type { Unresolved } from './contents.ts';
import type { Engine } from './engine.ts';

/** MissingLibrary is a library that a kept file needs and that is nowhere in the full tree. */
export interface MissingLibrary {
  readonly from: string;
  /** The soname. */
  readonly name: string;
  /** The target of the line of `files:` or of a build's output that brought the file. */
  readonly target?: string;
  /** Set if the file is of the application in the base image. */
  readonly isApplication?: true;
}

/** The C libraries of glibc and musl. */
const LIBC = /^(?:libc\.so|libc\.musl-|ld-)/;

/**
 * Returns the libraries that kept ELF files need and the full tree lacks, sorted. A file whose C library is missing is for
 * another machine or another libc, and so are its needs. A library of that name in any folder counts: the program may have
 * loaded it before, by its path.
 */
export function missingLibraries(
  engine: Engine,
  unresolved: readonly Unresolved[],
): readonly MissingLibrary[] {
  const { graph, request, resolver } = engine;
  const needed = unresolved.filter(({ kind, from }) => kind === 'needed' && graph.nodes.has(from));
  const foreign = new Set(needed.filter(({ name }) => LIBC.test(name)).map(({ from }) => from));
  const candidates = needed.filter(({ from }) => !foreign.has(from));
  if (candidates.length === 0) return [];
  const names = new Set(Array.from(allFiles(engine), ({ path }) => nameOf(path)));
  const canonical = (path: string) => resolver.locate(path.replace(/(.)\/+$/, '$1'))?.path ?? path;
  const brought = new Map(request.files.map((target) => [canonical(target), target]));
  return candidates
    .filter(({ name }) => !names.has(nameOf(name)))
    .sort((a, b) => byName(a.name, b.name) || byName(a.from, b.from))
    .map(({ from, name }) => {
      const line = [from, ...foldersAbove(from)].find((path) => brought.has(path));
      const target = line === undefined ? undefined : brought.get(line);
      if (target !== undefined) return { from, name, target };
      const isApplication =
        graph.nodes.get(from)?.reasons.some(({ kind }) => kind === 'application') === true;
      return { from, name, ...(isApplication && { isApplication }) };
    });
}
