import { byName, nameOf } from '../tree/paths.ts';
import { allFiles } from './audit/all-files.ts';
import { broughtBy } from './brought.ts';
import type { Unresolved } from './contents.ts';
import type { Engine } from './engine.ts';

/** MissingLibrary is a library that a kept file needs and that is nowhere in the full tree. */
export interface MissingLibrary {
  readonly from: string;
  /** The soname. */
  readonly name: string;
  /** The target of the line of `files:` or of a build's output that brought the file. */
  readonly target?: string;
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
  const { graph } = engine;
  const needed = unresolved.filter(({ kind, from }) => kind === 'needed' && graph.nodes.has(from));
  const foreign = new Set(needed.filter(({ name }) => LIBC.test(name)).map(({ from }) => from));
  const candidates = needed.filter(({ from }) => !foreign.has(from));
  if (candidates.length === 0) return [];
  const names = new Set(Array.from(allFiles(engine), ({ path }) => nameOf(path)));
  const targetOf = broughtBy(engine);
  return candidates
    .filter(({ name }) => !names.has(nameOf(name)))
    .sort((a, b) => byName(a.name, b.name) || byName(a.from, b.from))
    .map(({ from, name }) => {
      const target = targetOf(from);
      return { from, name, ...(target === undefined ? {} : { target }) };
    });
}
