import type { Package } from '../../tree/package.ts';
import { nameOf } from '../../tree/paths.ts';
import type { Engine } from '../engine.ts';
import type { ReasonKind } from '../graph.ts';
import { dependenciesOf } from '../package-fields.ts';
import type { TraceEvent } from '../request.ts';
import { type Distribution, type Installed, type Language, packageKey } from './distribution.ts';
import { LANGUAGES } from './languages.ts';

/** Reasons that do not show that a file is used. */
export const NO_USE: ReadonlySet<ReasonKind> = new Set<ReasonKind>([
  'database',
  'distribution',
  'dlopen-literal',
  'licence',
  'parent',
  'skeleton',
]);
/** Of fewer distributions, a program may have asked for each by name. */
const FEWEST = 4;

/** Dependency is a distribution that a package outside all distributions depends on. */
export interface Dependency {
  readonly of: Distribution;
  /** The name of its package. */
  readonly detail: string;
  /** The first file of the dependent package that is used; absent if the Imagefile names one of the two packages. */
  readonly from?: string;
}

/**
 * Returns the distributions whose packages are asked for, and those that packages depend on which have no distribution
 * themselves: programs with modules of their own, interpreters.
 * @param asked names of the packages that were installed on purpose
 */
export function dependenciesOfUsed(
  engine: Engine,
  { byKey }: Installed,
  asked: readonly string[],
): readonly Dependency[] {
  const find = (detail: string, by?: Package) =>
    (byKey.get(packageKey({ name: detail })) ?? [])
      .filter(({ language }) => !isInterpreter(language, by))
      .map((of) => ({ of, detail }));
  const dependencies = (of: Package | undefined) =>
    of === undefined || byKey.has(packageKey(of))
      ? []
      : dependenciesOf(of).flatMap((detail) => find(detail, of));
  const named = asked.flatMap((name) => [...find(name), ...dependencies(engine.packages.get(name))]);
  const needed = [...usedPackages(engine)].flatMap(([of, from]) =>
    dependencies(of).map((each) => ({ ...each, from })),
  );
  return [...named, ...needed];
}

/** Reports whether a package is from the source of a language's interpreter, whose rule knows what it depends on. */
function isInterpreter(language: Language, of: Package | undefined): boolean {
  return language !== 'java' && of !== undefined && of.source === LANGUAGES[language].interpreter;
}

/** Returns the packages with a file that is used, each with the first one by name. */
function usedPackages({ graph, packages }: Engine): ReadonlyMap<Package, string> {
  const found = new Map<Package, string>();
  for (const { id, entry, reasons } of graph.nodes.values()) {
    if (entry === undefined || entry.type === 'folder') continue;
    if (reasons.every(({ kind }) => NO_USE.has(kind) || kind === 'rule')) continue;
    for (const each of packages.owners(id)) {
      const known = found.get(each);
      if (known === undefined || id < known) found.set(each, id);
    }
  }
  return found;
}

/**
 * Returns whether a check opened a file only because it looked for something in the metadata of all distributions, as
 * importlib.metadata does for entry points. That does not show which of them it uses.
 */
export function scanFinder({ places }: Installed, events: readonly TraceEvent[]): (path: string) => boolean {
  const touched = new Set(events.map(({ path }) => path));
  const counts = new Map<string, { all: number; touched: number }>();
  for (const [path, { isMetadata, isFolder }] of places) {
    if (!isMetadata || isFolder) continue;
    const count = counts.get(nameOf(path)) ?? { all: 0, touched: 0 };
    count.all++;
    if (touched.has(path)) count.touched++;
    counts.set(nameOf(path), count);
  }
  return (path) => {
    const name = nameOf(path);
    const { all, touched } = counts.get(name) ?? { all: 0, touched: 0 };
    return (
      places.get(path)?.isFolder === true ||
      /^entry_points\.txt$|\.gemspec$|^gem\.build_complete$/.test(name) ||
      (all >= FEWEST && touched === all)
    );
  };
}
