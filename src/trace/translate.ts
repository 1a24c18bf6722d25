import { renamed } from '../debian/architecture.ts';
import { type Objects, objectsOf } from '../prune/contents.ts';
import type { TraceEvent } from '../prune/request.ts';
import type { Packages } from '../tree/package.ts';
import { readPackages } from '../tree/packages.ts';
import { folderOf, join, nameOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { mergeRuns } from './merge-runs.ts';

/** Something of two trees that are made from the same Imagefile. */
interface Two<T> {
  readonly from: T;
  readonly to: T;
}

interface Known {
  readonly objects: Objects;
  readonly resolver: Resolver;
  readonly packages: Packages;
}

/** The use of one tree in terms of another. */
export interface Counterparts {
  /** Sorted by path, then by kind. */
  readonly events: readonly TraceEvent[];
  /** Paths that the other tree has nothing for, sorted. */
  readonly lost: readonly string[];
}

/**
 * What checks would use of a tree, by what they used of the same for another architecture.
 * @param architectures Debian's names
 */
export function translateTrace(
  events: readonly TraceEvent[],
  architectures: Two<string>,
  trees: Two<Tree>,
): Counterparts {
  const known = { from: knownOf(trees.from), to: knownOf(trees.to) };
  const found = new Map(events.map(({ path }) => [path, counterpart(path, architectures, known)] as const));
  return {
    events: mergeRuns([
      events.flatMap(({ path, kind }) => {
        const other = found.get(path);
        return other === undefined ? [] : [{ path: other, kind }];
      }),
    ]).events,
    lost: [...found].flatMap(([path, other]) => (other === undefined ? [path] : [])).sort(),
  };
}

function knownOf(tree: Tree): Known {
  const resolver = resolverOf(tree);
  return { objects: objectsOf(tree), resolver, packages: readPackages(tree, resolver) };
}

/** The same path with the names of the other architecture; else the same library; else the same name in the same package. */
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

/** What a shared library calls itself. */
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
