import type { Lock, LockedBuild } from '../debian/lock.ts';
import type { Build } from '../imagefile/spec.ts';
import { type Change, compare } from './outdated.ts';

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

/**
 * Compares the builds of a lock with what they would be made from now. Both have the same names.
 * @param image what would be locked for the image itself
 */
export function compareBuilds(
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
