import { isFix, type Lock, type LockedPackage } from '../debian/lock.ts';
import { type Installed, reasons } from './installed.ts';
import type { BuildComparison } from './outdated-builds.ts';

/** A package that is otherwise in the baseline than apt would choose it now. */
export interface Change {
  readonly package: string;
  /** Absent where the baseline has no such package. */
  readonly old?: string;
  /** Absent where nothing asks for the package any more. */
  readonly new?: string;
  /** Where the new version comes from, e.g. `trixie-security`. */
  readonly suite?: string;
  /** It comes from the suite's security fixes. */
  readonly security: boolean;
  /** Why the baseline has it, in words. */
  readonly why: string;
}

/** One platform of a baseline beside what apt would choose for it now. */
export interface Comparison {
  /** As BuildKit writes it. */
  readonly platform: string;
  /** How many packages count. */
  readonly packages: number;
  /** How many apt would install beside them, which leave nothing in the image. */
  readonly others: number;
  /** The image that it is built upon, where that is another than before. */
  readonly below?: string;
  /** What is built upon an image. */
  readonly upon?: Upon;
  /** Those for security first, then by name. */
  readonly changes: readonly Change[];
  /** The entries of `build`, where the baseline tells what they were made from. */
  readonly builds?: readonly BuildComparison[];
}

/** What of the image below is in another. */
export interface Upon {
  /** As `from` names it. */
  readonly name: string;
  /** All of it, or the names of the packages that are from there, sorted. */
  readonly holds: 'all' | readonly string[];
}

/** What is installed where: an image holds the packages that contributed to it, a lock all that were chosen. */
export interface Baseline {
  readonly kind: 'image' | 'lock';
  readonly packages: readonly Installed[];
}

/** What an image is built upon, as it is now. */
export interface Ground {
  readonly name: string;
  readonly packages: readonly Installed[];
  /** It is not the one that the baseline was built upon, as far as that can be known. */
  readonly isOther: boolean;
  /** All of it is in what is built upon it, which is not pruned. */
  readonly isWhole: boolean;
}

/**
 * Compares by version. In an image only what is in it counts: a package that is new to the choice is there because
 * one that changed wants it. A lock is the whole choice, so every difference counts.
 * @param requested names that the Imagefile asks for
 */
export function compare(
  platform: string,
  baseline: Baseline,
  now: Lock,
  requested: readonly string[],
  ground?: Ground,
): Comparison {
  const isLock = baseline.kind === 'lock';
  const chosen = new Map([
    ...(isLock ? [] : uponGround(ground)),
    ...[...now.base, ...now.packages].map((locked) => [locked.name, choiceOf(now, locked)] as const),
  ]);
  const known = new Map(baseline.packages.map((each) => [each.name, each]));
  const why = reasons(baseline.packages, requested, new Set(now.base.map(({ name }) => name)));
  const left = baseline.packages.flatMap(({ name, version }) => {
    const choice = chosen.get(name);
    return choice?.new === version ? [] : [{ package: name, old: version, ...(choice ?? GONE) }];
  });
  const added = isLock ? [...chosen].filter(([name]) => !known.has(name)) : [];
  const changes = [...left, ...added.map(([name, choice]) => ({ package: name, ...choice }))];
  return {
    platform,
    packages: baseline.packages.length,
    ...(ground?.isOther === true ? { below: ground.name } : {}),
    ...(ground === undefined ? {} : { upon: { name: ground.name, holds: heldOf(ground, baseline, now) } }),
    others: [...chosen.keys()].filter((name) => !known.has(name)).length,
    changes: changes.map((change) => ({ ...change, why: why(change.package) })).sort(inOrder),
  };
}

type Choice = Pick<Change, 'new' | 'suite' | 'security'>;

const GONE: Choice = { security: false };

function choiceOf(now: Lock, locked: LockedPackage): Choice {
  const suite = now.archives[locked.archive]?.suite ?? now.suite;
  return { new: locked.version, suite, security: isFix(now, locked) };
}

/** A further package counts in place of the same one below. */
function heldOf({ isWhole, packages }: Ground, baseline: Baseline, now: Lock): Upon['holds'] {
  if (isWhole || baseline.kind === 'lock') return 'all';
  const below = new Set(packages.map(({ name }) => name));
  for (const { name } of now.packages) below.delete(name);
  return baseline.packages
    .map(({ name }) => name)
    .filter((name) => below.has(name))
    .sort();
}

/** What the image below has is there as well, and comes from that image. */
function uponGround(ground: Ground | undefined): (readonly [string, Choice])[] {
  const { name: suite = '', packages = [] } = ground ?? {};
  return packages.map(({ name, version }) => [name, { new: version, suite, security: false }]);
}

function inOrder(a: Change, b: Change): number {
  return Number(b.security) - Number(a.security) || (a.package < b.package ? -1 : 1);
}
