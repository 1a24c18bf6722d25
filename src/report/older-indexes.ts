import { isoTime } from '../debian/iso-time.ts';
import { type Lock, type LockedArchive, originOf } from '../debian/lock.ts';

/** Returns a line for each index that is older than the one that a former lock was made from, as on a mirror that replays it. */
export function olderIndexes(old: Lock, now: Lock): string[] {
  const places = ({ archives }: Lock) =>
    archives.map((archive, index) => [originOf(archives, { archive: index }), archive] as const);
  const before = new Map<string, LockedArchive>(places(old));
  return places(now).flatMap(([origin, { date }]) => {
    const known = before.get(origin);
    if (known === undefined || date >= known.date) return [];
    return [`${origin} of ${isoTime(date)}, before ${isoTime(known.date)}`];
  });
}
