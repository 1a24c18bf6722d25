import { renamed } from '../debian/architecture.ts';
import { type Objects, objectsOf } from '../prune/contents.ts';
import type { Starts, TraceEvent } from '../prune/request.ts';
import type { Packages } from '../tree/package.ts';
import { readPackages } from '../tree/packages.ts';
import { folderOf, join, nameOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { mergeRuns } from './merge-runs.ts';

/** Two is a pair of values for two trees made from the same Imagefile. */
interface Two<T> {
  readonly from: T;
  readonly to: T;
}

interface Known {
  readonly objects: Objects;
  readonly resolver: Resolver;
  readonly packages: Packages;
}

/** Counterparts are the events of one tree translated to another. */
export interface Counterparts {
  /** Sorted by path, then by kind. */
  readonly events: readonly TraceEvent[];
  /** Paths without a counterpart in the other tree, sorted. */
  readonly lost: readonly string[];
}

/**
 * Translates the files that checks used in one architecture's tree to those of another.
 * @param architectures Debian's names
 */
export function translateTrace(
  events: readonly TraceEvent[],
  architectures: Two<string>,
  trees: Two<Tree>,
): Counterparts {
  const known = { from: knownOf(trees.from), to: knownOf(trees.to) };
  const rename = (word: string) => renamed(word, architectures.from, architectures.to);
  const renamedIn = ({ called, sourced }: Starts) => ({
    called: called.map(rename).sort(),
    sourced: sourced.map(rename).sort(),
  });
  const found = new Map(events.map(({ path }) => [path, counterpart(path, architectures, known)] as const));
  return {
    events: mergeRuns([
      events.flatMap(({ path, kind, starts }) => {
        const other = found.get(path);
        return other === undefined
          ? []
          : [{ path: other, kind, ...(starts && { starts: renamedIn(starts) }) }];
      }),
    ]).events,
    lost: [...found].flatMap(([path, other]) => (other === undefined ? [path] : [])).sort(),
  };
}

function knownOf(tree: Tree): Known {
  const resolver = resolverOf(tree);
  return { objects: objectsOf(tree), resolver, packages: readPackages(tree, resolver) };
}

/**
 * Returns the same path with the other architecture's names in it; else the same library by its SONAME; else the file of
 * the same name in the same package.
 */
function counterpart(path: string, architectures: Two<string>, known: Two<Known>): string | undefined {
  const { resolver } = known.to;
  const other = renamed(path, architectures.from, architectures.to);
  const soname = sonameOf(known.from, path);
  const candidates = [
    other,
    ...(soname === undefined ? [] : [join(folderOf(other), soname)]),
    ...ofSamePackage(path, nameOf(other), known),
  ];
  return candidates.find((candidate) => resolver.locate(candidate) !== undefined);
}

/** Returns the SONAME of a shared library. */
function sonameOf({ objects, resolver }: Known, path: string): string | undefined {
  const file = resolver.file(path);
  return file === undefined ? undefined : objects.elf(file)?.soname;
}

function ofSamePackage(path: string, name: string, { from, to }: Two<Known>): string[] {
  const canonical = from.resolver.locate(path)?.path ?? path;
  return from.packages.owners(canonical).flatMap((owner) => {
    const same = to.packages.get(owner.name);
    if (same === undefined) return [];
    return to.packages
      .files(same)
      .filter((file) => nameOf(file) === name && to.resolver.file(file) !== undefined);
  });
}
