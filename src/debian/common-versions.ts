import { installed, isFix, type Lock, type LockedPackage } from './lock.ts';
import type { Resolved } from './resolution.ts';
import { compareVersions, withoutRebuild } from './version.ts';
import { versionDifferences } from './version-differences.ts';

/**
 * Returns, by name, the newest common version of each package whose version differs between architectures, without the
 * suffix of a rebuild. Omits a package if that version would cost an architecture a security fix: equal versions are
 * not worth it.
 * @param decided packages whose version the Imagefile decides
 */
export function commonVersions(
  answers: readonly Resolved[],
  decided: ReadonlySet<string>,
): Record<string, string> {
  const names = versionDifferences(answers.map(({ lock }) => lock)).map(({ name }) => name);
  const found = names.flatMap((name): [string, string][] => {
    if (decided.has(name)) return [];
    const having = answers.flatMap(({ lock, versions }) => {
      const chosen = chosenIn(lock, name);
      return chosen === undefined ? [] : [{ lock, chosen, known: versions[name] ?? [chosen.version] }];
    });
    const [first, ...others] = having.map(({ chosen, known }) => notNewer(known, chosen));
    const common = first?.find((version) => others.every((versions) => versions.includes(version)));
    if (common === undefined) return [];
    const losesFix = having.some(({ lock, chosen }) => isFix(lock, chosen) && isOlder(common, chosen));
    return losesFix ? [] : [[name, common]];
  });
  return Object.fromEntries(found);
}

/** HeldBack is a package kept at an older version on an architecture, because another has nothing newer. */
export interface HeldBack {
  readonly name: string;
  readonly architecture: string;
  /** With the suffix of a rebuild. */
  readonly version: string;
  readonly newest: string;
  /** The suite of the newest. */
  readonly suite: string;
}

/** Returns the packages that are older in the second answer for an architecture than in the first. */
export function heldBack(first: Lock, second: Lock): HeldBack[] {
  return [...installed(second).values()].flatMap(({ name, version }) => {
    const newest = chosenIn(first, name);
    if (newest === undefined || !isOlder(version, newest)) return [];
    const suite = first.archives[newest.archive]?.suite ?? '';
    return [{ name, architecture: first.architecture, version, newest: newest.version, suite }];
  });
}

/** Returns the versions up to a package's own, newest first. */
function notNewer(versions: readonly string[], { version }: LockedPackage): string[] {
  const plain = versions.filter((each) => compareVersions(each, version) <= 0).map(withoutRebuild);
  return [...new Set(plain)].sort((a, b) => compareVersions(b, a));
}

function isOlder(version: string, than: LockedPackage): boolean {
  return compareVersions(withoutRebuild(version), withoutRebuild(than.version)) < 0;
}

function chosenIn(lock: Lock, name: string): LockedPackage | undefined {
  return installed(lock).get(name);
}
