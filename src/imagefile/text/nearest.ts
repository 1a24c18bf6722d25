/**
 * Returns the number of edits (insert, delete, replace, swap two neighbours) that turn `a` into `b`: Damerau-Levenshtein
 * as "optimal string alignment", which edits no place twice. Stops with `limit + 1` once the limit is exceeded.
 */
export function distance(a: string, b: string, limit: number = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(old, j) + 1, at(row, j - 1) + 1, at(old, j - 1) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(older, j - 2) + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    older = old;
    old = row;
  }
  return Math.min(at(old, b.length), limit + 1);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;

/** Returns the number of edits that count as a typo: one in a short word, three in a long one. */
const tolerance = (name: string): number => Math.max(1, Math.min(3, Math.floor((name.length + 1) / 3)));

/**
 * Returns the likely candidates for `name`, best first, ties in alphabetical order, at most `limit`. Candidates that
 * begin with `name` (`postgresql` for `postgres`) come after typos.
 */
export function near(name: string, candidates: Iterable<string>, limit: number): string[] {
  const wanted = name.toLowerCase();
  const allowed = tolerance(wanted);
  const found: { candidate: string; cost: number }[] = [];
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const edits = distance(wanted, known, allowed);
    if (edits <= allowed) found.push({ candidate, cost: edits });
    else if (wanted.length >= 4 && known.startsWith(wanted)) {
      found.push({ candidate, cost: allowed + known.length - wanted.length });
    }
  }
  found.sort(
    (a, b) => a.cost - b.cost || (a.candidate < b.candidate ? -1 : a.candidate > b.candidate ? 1 : 0),
  );
  return found.slice(0, limit).map((entry) => entry.candidate);
}

/** Returns the most likely candidate for `name`. */
export const nearest = (name: string, candidates: Iterable<string>): string | undefined =>
  near(name, candidates, 1)[0];

/** The most names that candidates are looked for. A message shows 20 problems, and each search reads all candidates. */
export const MOST_SEARCHES = 20;

/** Returns `nearest` for the first {@link MOST_SEARCHES} names; for any further one it finds nothing. */
export function nearestOfFirst(): typeof nearest {
  let searches = 0;
  return (name, candidates) => (++searches > MOST_SEARCHES ? undefined : nearest(name, candidates));
}
