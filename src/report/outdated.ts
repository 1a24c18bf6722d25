import { isFix, type Lock, type LockedBuild, type LockedPackage } from '../debian/lock.ts';
import type { Build } from '../imagefile/spec.ts';
import { type Installed, reasons } from './installed.ts';

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

/** An entry of `build` beside what it would be made from now. */
export interface BuildComparison {
  readonly build: string;
  /** How many packages count: those of the tree that the image does not have in its base. */
  readonly packages: number;
  /** In the order of `Comparison`. */
  readonly changes: readonly Change[];
  /** Set where the repository is at another commit; in full. */
  readonly source?: { readonly ref?: string; readonly old: string; readonly new: string };
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

/**
 * Compares the builds of a lock with what they would be made from now. Both have the same names.
 * @param image what would be locked for the image itself
 */
export function compareLockedBuilds(
  known: readonly LockedBuild[],
  newest: readonly LockedBuild[],
  image: Lock,
  builds: readonly Build[],
): BuildComparison[] {
  return known.flatMap((old) => {
    const now = newest.find(({ name }) => name === old.name);
    const build = builds.find(({ name }) => name === old.name);
    return now === undefined || build === undefined ? [] : [compareBuild(old, now, image, build)];
  });
}

function compareBuild(old: LockedBuild, now: LockedBuild, image: Lock, build: Build): BuildComparison {
  const told = new Set(
    now.lock.architecture === image.architecture ? image.base.map(({ name }) => name) : [],
  );
  const isOwn = ({ name }: { readonly name: string }) => !told.has(name);
  const before = [...old.lock.base, ...old.lock.packages].filter(isOwn);
  const packages = before.map(({ name, version }) => ({ name, version, depends: [], provides: [] }));
  const requested = build.packages.filter(({ exclude }) => !exclude).map(({ name }) => name);
  const after = { ...now.lock, base: now.lock.base.filter(isOwn), packages: now.lock.packages.filter(isOwn) };
  const { changes } = compare('', { kind: 'lock', packages }, after, requested);
  return { build: old.name, packages: packages.length, changes, ...sourceOf(old, now, build) };
}

function sourceOf({ commit: old }: LockedBuild, { commit }: LockedBuild, { source }: Build) {
  if (old === undefined || commit === undefined || old === commit || source.kind !== 'git') return {};
  return { source: { ...(source.ref === undefined ? {} : { ref: source.ref }), old, new: commit } };
}

/** Whether it would be made from something else. */
export function isChanged({ changes, source }: BuildComparison): boolean {
  return changes.length > 0 || source !== undefined;
}
