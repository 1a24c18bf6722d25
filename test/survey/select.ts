/** Chooses the packages of a survey. popcon's figures are not part of the archive, so what depends on a package counts. */
import { field, type Listed } from '../mirror/packages.ts';

export interface Chosen {
  readonly name: string;
  /** Its programs: the one called as the package, then the others by name; `/usr/bin` before `/usr/sbin`. */
  readonly programs: readonly string[];
  /** How many packages depend on it or recommend it. */
  readonly wanted: number;
}

/** The most that a package and all that it depends on may have, in KiB when installed. */
const LARGEST = 300_000;

/**
 * Returns the packages that most others depend on or recommend, those with a program.
 * @param index the packages of one architecture
 * @param everywhere the names of those that all architectures have
 * @param programs paths below /usr/bin and /usr/sbin, by package
 */
export function choose(
  index: readonly Listed[],
  everywhere: ReadonlySet<string>,
  programs: ReadonlyMap<string, readonly string[]>,
  count: number,
): Chosen[] {
  const packages = new Map(index.map((pkg) => [pkg.name, pkg]));
  const wanted = countWishes(index);
  const closures = new Map<string, number>();
  const candidates = index
    .filter(({ name, paragraph }) => everywhere.has(name) && field(paragraph, 'Essential') !== 'yes')
    .flatMap(({ name }) => {
      const own = sortedPrograms(name, programs.get(name) ?? []);
      return own.length === 0 ? [] : [{ name, programs: own, wanted: wanted.get(name) ?? 0 }];
    })
    .sort((a, b) => b.wanted - a.wanted || (a.name < b.name ? -1 : 1));
  const chosen: Chosen[] = [];
  for (const candidate of candidates) {
    if (chosen.length === count) break;
    const size = closures.get(candidate.name) ?? closureSize(candidate.name, packages);
    if (size <= LARGEST) chosen.push(candidate);
  }
  return chosen;
}

function sortedPrograms(name: string, paths: readonly string[]): string[] {
  const sorted = [...paths].sort();
  const first = sorted.filter((path) => path.endsWith(`/${name}`));
  return [...new Set([...first, ...sorted])];
}

function countWishes(index: readonly Listed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { paragraph } of index) {
    const names = ['Pre-Depends', 'Depends', 'Recommends'].flatMap((key) => related(paragraph, key).flat());
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** KiB, of the first alternative of each relation; a virtual package counts nothing. */
function closureSize(root: string, packages: ReadonlyMap<string, Listed>): number {
  const seen = new Set([root]);
  let size = 0;
  for (const name of seen) {
    const paragraph = packages.get(name)?.paragraph;
    if (paragraph === undefined) continue;
    size += Number(field(paragraph, 'Installed-Size') ?? 0);
    for (const key of ['Pre-Depends', 'Depends'])
      for (const [first] of related(paragraph, key)) if (first !== undefined) seen.add(first);
  }
  return size;
}

/** The names of a relation field: a list for each relation, of its alternatives. */
function related(paragraph: string, key: string): string[][] {
  const value = field(paragraph, key) ?? '';
  if (value === '') return [];
  return value
    .split(',')
    .map((relation) =>
      relation.split('|').map((alternative) => /^\s*([a-z0-9+.-]+)/.exec(alternative)?.[1] ?? ''),
    );
}
