import { field } from '../../debian/control.ts';
import type { LockedPackage } from '../../debian/lock.ts';
import { withoutRebuild } from '../../debian/version.ts';
import type { Index } from './indexes.ts';

/** Returns all versions of the chosen packages that have several, by name, sorted by name. */
export function severalVersions(
  indexes: readonly Index[],
  chosen: readonly LockedPackage[],
): Record<string, readonly string[]> {
  const found = chosen.map(({ name }): [string, string[]] => {
    const versions = indexes.flatMap((index) =>
      (index.byName.get(name) ?? []).flatMap((span) => field(index.text, span, 'Version') ?? []),
    );
    return [name, [...new Set(versions)].sort()];
  });
  return Object.fromEntries(
    found.filter(([, versions]) => versions.length > 1).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Returns the lists with only the held version of each held package. */
export function holding(indexes: readonly Index[], held: Readonly<Record<string, string>>): readonly Index[] {
  const entries = Object.entries(held);
  if (entries.length === 0) return indexes;
  return indexes.map((index) => {
    const byName = new Map(index.byName);
    for (const [name, version] of entries) {
      const spans = index.byName.get(name) ?? [];
      const kept = spans.filter(
        (span) => withoutRebuild(field(index.text, span, 'Version') ?? '') === version,
      );
      byName.set(name, kept);
    }
    return { ...index, byName };
  });
}
