import { isoTime } from '../../src/debian/iso-time.ts';
import type { Release } from '../../src/debian/release.ts';
import type { RequestedArchive } from '../../src/debian/resolution.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { UserError } from '../errors/user-error.ts';
import type { Warner } from '../gateway/warner.ts';
import { describeIndex, nameOf, placeOfArchive } from './index-problems.ts';

/** ReadIndex is an archive with its InRelease. */
export interface ReadIndex {
  readonly archive: RequestedArchive;
  readonly release: Release;
}

/** Days after which an index that never expires is said to be old. */
const OLD = 31;

const DAY = 86_400;

/**
 * Fails if an index has passed its Valid-Until. apt compares it, too, but the engine may have apt's answer in its cache
 * from before that date.
 * @param now in seconds since 1970
 * @throws {UserError}
 */
export function refuseExpired(indexes: readonly ReadIndex[], spec: Spec, now: number): void {
  const problems = indexes.flatMap(({ archive, release: { validUntil } }) => {
    if (archive.acceptExpired === true || validUntil === undefined || validUntil >= now) return [];
    const explanation = [`its Valid-Until is ${isoTime(validUntil)}`];
    const problem = describeIndex({ kind: 'index', archive, fault: 'expired', explanation }, spec);
    return [{ ...problem, ...placeOfArchive(archive, spec) }];
  });
  if (problems.length > 0) throw new UserError(problems);
}

/**
 * Warns about old indexes of archives that do not say when they expire. If another index of the same archive does, that
 * one shows whether the mirror is updated.
 * @param now in seconds since 1970
 */
export async function warnOfOld(
  warner: Warner,
  indexes: readonly ReadIndex[],
  spec: Spec,
  now: number,
): Promise<void> {
  const dated = new Set(
    indexes.flatMap(({ archive, release }) => (release.validUntil === undefined ? [] : [archive.url])),
  );
  for (const { archive, release } of indexes) {
    const days = Math.floor((now - release.date) / DAY);
    if (archive.acceptExpired === true || dated.has(archive.url) || days <= OLD) continue;
    await warner.warn(
      `the index of ${nameOf(archive, spec)} is ${days} days old and has no Valid-Until: nothing shows that the mirror is updated`,
    );
  }
}
