import { isoTime } from '../debian/iso-time.ts';
import type { Difference } from '../prune/verify/differences.ts';
import { printable } from '../tree/printable.ts';

/** BuildDifferences is `differences.json` of the step `twice`, the comparison of two builds. */
export interface BuildDifferences {
  /** Number of paths in either build. */
  readonly paths: number;
  readonly found: readonly Difference[];
}

/** Returns the answer as text: a sentence, and the differences of each path. */
export function differencesText({ paths, found }: BuildDifferences): string {
  const byPath = new Map<string, string[]>();
  for (const difference of found)
    byPath.set(difference.path, [...(byPath.get(difference.path) ?? []), words(difference)]);
  if (byPath.size === 0)
    return `Reproducible: none of ${paths} paths differs between two builds without cache.\n`;
  const head = `Not reproducible: ${byPath.size} of ${paths} paths differ between two builds without cache.\n`;
  const rows = [...byPath].map(([path, all]) => [printable(path), printable(all.join(', '))] as const);
  const width = Math.max(...rows.map(([path]) => path.length));
  const lines = rows.map(([path, all]) => `${path.padEnd(width)}  ${all}\n`);
  return `${head}\n${lines.join('')}`;
}

function words({ what, values }: Difference): string {
  if (values === undefined) return what;
  const [first, second] = what === 'time' ? values.map(date) : values;
  return what === 'presence' ? `${first}, then ${second}` : `${what} ${first}, then ${second}`;
}

function date(seconds: string): string {
  return isoTime(Number(seconds));
}
