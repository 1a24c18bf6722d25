import { field } from '../../debian/control.ts';
import type { LockedPackage } from '../../debian/lock.ts';
import type { ResolveProblem, ResolveRequest } from '../../debian/resolution.ts';
import { type Index, lockedPackage } from './indexes.ts';
import type { Choice } from './installed.ts';

/**
 * Returns the chosen packages of which another archive has the same version with another checksum: only the order of the
 * archives would decide which one apt takes. A line that picks a suite decides it.
 */
export function ambiguities(
  indexes: readonly Index[],
  choices: readonly Choice[],
  { archives, packages }: ResolveRequest,
): ResolveProblem[] {
  const decided = new Set(packages.filter(({ suite }) => suite !== undefined).map(({ name }) => name));
  return choices.flatMap(({ locked }): ResolveProblem[] => {
    const others = decided.has(locked.name) ? [] : rivals(indexes, locked);
    if (others.length === 0) return [];
    const places = [...new Set([locked.archive, ...others.map(({ archive }) => archive)])].sort(
      (a, b) => a - b,
    );
    const having = places.flatMap((archive) => archives[archive] ?? []);
    return [
      {
        kind: 'ambiguous',
        package: locked.name,
        version: locked.version,
        archives: having.map(({ url, suite }) => ({ url, suite })),
      },
    ];
  });
}

function rivals(indexes: readonly Index[], chosen: LockedPackage): LockedPackage[] {
  return indexes.flatMap((index) =>
    (index.byName.get(chosen.name) ?? [])
      .filter((span) => field(index.text, span, 'Version') === chosen.version)
      .map((span) => lockedPackage(index, span))
      .filter((other) => other.architecture === chosen.architecture && other.sha256 !== chosen.sha256),
  );
}
