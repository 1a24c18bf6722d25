import { isFix, type Lock, type LockedBuild, type LockedPackage } from '../debian/lock.ts';
import { compareVersions } from '../debian/version.ts';
import type { Build } from '../imagefile/spec.ts';
import { type Installed, reasons } from './installed.ts';

/** Change is a package whose version in the baseline differs from the current choice of apt. */
export interface Change {
  readonly package: string;
  /** Absent for a package that is not in the baseline. */
  readonly old?: string;
  /** Absent for a package that is no longer installed. */
  readonly new?: string;
  /** Suite of the new version, e.g. `trixie-security`. */
  readonly suite?: string;
  /** Whether the new version comes from the security suite. */
  readonly security: boolean;
  /** Why the baseline has it, in words. */
  readonly why: string;
}

/** BuildComparison compares the locked inputs of an entry of `build` with the current ones. */
export interface BuildComparison {
  readonly build: string;
  /** Number of packages compared: those of its tree that are not in the base of the image. */
  readonly packages: number;
  /** In the order of `Comparison`. */
  readonly changes: readonly Change[];
  /** As in `Comparison`. */
  readonly older?: readonly Change[];
  /** Set if the repository is at another commit; full hashes. */
  readonly source?: { readonly ref?: string; readonly old: string; readonly new: string };
  /** The image that it is built in, if that has changed. */
  readonly below?: string;
}

/** Comparison compares one platform of a baseline with the current choice of apt. */
export interface Comparison {
  /** As BuildKit writes it. */
  readonly platform: string;
  /** Number of packages compared. */
  readonly packages: number;
  /** Number of further packages that apt would install, of which nothing stays in the image. */
  readonly others: number;
  /** Name of the base image, if that changed. */
  readonly below?: string;
  /** Set if there is a base image. */
  readonly base?: FromBase;
  /** Those for security first, then by name. */
  readonly changes: readonly Change[];
  /**
   * Packages of which the archive offers an older version than the baseline has, if any, by name. A mirror that is behind
   * offers them, as does one that replays an old index, so they are no reason to build.
   */
  readonly older?: readonly Change[];
  /** The entries of `build`, if the baseline records their inputs. */
  readonly builds?: readonly BuildComparison[];
}

/** FromBase describes the part of a base image that is in the image. */
export interface FromBase {
  /** As in `from`. */
  readonly name: string;
  /** All of it, or the sorted names of the packages from it. */
  readonly holds: 'all' | readonly string[];
}

/** Baseline is the state to compare with: an image has the packages that contributed to it, a lock all that were chosen. */
export interface Baseline {
  readonly kind: 'image' | 'lock';
  readonly packages: readonly Installed[];
}

/** CurrentBase is the current base image. */
export interface CurrentBase {
  readonly name: string;
  readonly packages: readonly Installed[];
  /** Whether it differs from the base image of the baseline, as far as that is known. */
  readonly isOther: boolean;
  /** Whether the image has all of it, being unpruned. */
  readonly isWhole: boolean;
}

/**
 * Compares versions. For an image, only its packages count: a newly chosen package is there because a changed one needs
 * it. A lock is the whole choice, so every difference counts.
 * @param requested names in the Imagefile
 */
export function compare(
  platform: string,
  baseline: Baseline,
  now: Lock,
  requested: readonly string[],
  base?: CurrentBase,
): Comparison {
  const isLock = baseline.kind === 'lock';
  const offered = new Map(
    [...now.base, ...now.packages].map((locked) => [locked.name, choiceOf(now, locked)] as const),
  );
  const chosen = new Map([...(isLock ? [] : choicesOfBase(base)), ...offered]);
  const known = new Map(baseline.packages.map((each) => [each.name, each]));
  const why = reasons(baseline.packages, requested, new Set(now.base.map(({ name }) => name)));
  const left = baseline.packages.flatMap(({ name, version }) => {
    const choice = chosen.get(name);
    return choice?.new === version ? [] : [{ package: name, old: version, ...(choice ?? GONE) }];
  });
  const isOlder = ({ package: name, old, new: to }: Omit<Change, 'why'>) =>
    offered.has(name) && old !== undefined && to !== undefined && compareVersions(to, old) < 0;
  const added = isLock ? [...chosen].filter(([name]) => !known.has(name)) : [];
  const all = [...left, ...added.map(([name, choice]) => ({ package: name, ...choice }))]
    .map((change) => ({ ...change, why: why(change.package) }))
    .sort(inOrder);
  const older = all.filter(isOlder);
  return {
    platform,
    packages: baseline.packages.length,
    ...(base?.isOther === true ? { below: base.name } : {}),
    ...(base === undefined ? {} : { base: { name: base.name, holds: heldOf(base, baseline, now) } }),
    others: [...chosen.keys()].filter((name) => !known.has(name)).length,
    changes: all.filter((change) => !isOlder(change)),
    ...(older.length === 0 ? {} : { older }),
  };
}

type Choice = Pick<Change, 'new' | 'suite' | 'security'>;

const GONE: Choice = { security: false };

function choiceOf(now: Lock, locked: LockedPackage): Choice {
  const suite = now.archives[locked.archive]?.suite ?? now.suite;
  return { new: locked.version, suite, security: isFix(now, locked) };
}

/** A newly installed package replaces that of the base image. */
function heldOf({ isWhole, packages }: CurrentBase, baseline: Baseline, now: Lock): FromBase['holds'] {
  if (isWhole || baseline.kind === 'lock') return 'all';
  const below = new Set(packages.map(({ name }) => name));
  for (const { name } of now.packages) below.delete(name);
  return baseline.packages
    .map(({ name }) => name)
    .filter((name) => below.has(name))
    .sort();
}

/** Returns the packages of the base image, with the image as their suite. */
function choicesOfBase(base: CurrentBase | undefined): (readonly [string, Choice])[] {
  const { name: suite = '', packages = [] } = base ?? {};
  return packages.map(({ name, version }) => [name, { new: version, suite, security: false }]);
}

function inOrder(a: Change, b: Change): number {
  return Number(b.security) - Number(a.security) || (a.package < b.package ? -1 : 1);
}

/**
 * Compares the builds of a lock with their current inputs. Both have the same names.
 * @param image the current lock of the image itself
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
  const isOfImage = now.lock.architecture === image.architecture && now.lock.below === undefined;
  const told = new Set(isOfImage ? image.base.map(({ name }) => name) : []);
  const isOwn = ({ name }: { readonly name: string }) => !told.has(name);
  const before = [...old.lock.base, ...old.lock.packages].filter(isOwn);
  const packages = before.map(({ name, version }) => ({ name, version, depends: [], provides: [] }));
  const requested = build.packages.filter(({ exclude }) => !exclude).map(({ name }) => name);
  const after = { ...now.lock, base: now.lock.base.filter(isOwn), packages: now.lock.packages.filter(isOwn) };
  const { changes, older } = compare('', { kind: 'lock', packages }, after, requested);
  return {
    build: old.name,
    packages: packages.length,
    changes,
    ...(older === undefined ? {} : { older }),
    ...sourceOf(old, now, build),
    ...belowOf(old, now, build),
  };
}

/** Names the image that a build is built in, if it is another than that of the lock. */
function belowOf(
  { lock: { below: old } }: LockedBuild,
  { lock: { below: now } }: LockedBuild,
  { from }: Build,
): Pick<BuildComparison, 'below'> {
  if (from === undefined || old === undefined || now === undefined) return {};
  const isOther = old.packages !== now.packages || (old.digest !== undefined && old.digest !== now.digest);
  return isOther ? { below: from.value } : {};
}

function sourceOf({ commit: old }: LockedBuild, { commit }: LockedBuild, { source }: Build) {
  if (old === undefined || commit === undefined || old === commit || source.kind !== 'git') return {};
  return { source: { ...(source.ref === undefined ? {} : { ref: source.ref }), old, new: commit } };
}

/** Reports whether the inputs changed. */
export function isChanged({ changes, source, below }: BuildComparison): boolean {
  return changes.length > 0 || source !== undefined || below !== undefined;
}
