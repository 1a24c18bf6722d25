import type { CompileContext } from '../../src/compile/context.ts';
import { fetchOne } from '../../src/compile/fetch.ts';
import type { Compiled } from '../../src/compile/image.ts';
import { snapshotMirror, suiteArchives } from '../../src/debian/archive.ts';
import { isoTime } from '../../src/debian/iso-time.ts';
import { type Lock, type LockedArchive, type LockedPackage, lockOfTools } from '../../src/debian/lock.ts';
import { http, type Output } from '../../src/llb/index.ts';
import type { Bootstrap, Deb, Plan } from '../../src/plan/plan.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { buildFailure } from '../gateway/build-failure.ts';
import type { Warner } from '../gateway/warner.ts';
import type { PlatformPackages } from './choose.ts';
import { isFetchFailure, NOT_FOUND } from './index-problems.ts';

/** BuildFromLock is a locked build, and the snapshot archive for packages that the mirror no longer has. */
export interface BuildFromLock {
  readonly bridge: Bridge;
  readonly warner: Warner;
  readonly compileContext: CompileContext;
  readonly packages: PlatformPackages;
  readonly plan: Plan;
  readonly compiled: Pick<Compiled, 'full' | 'tools'> & { readonly image: Output };
  /** Base URL of the snapshot archive, if there is one. */
  readonly snapshot: string | undefined;
  /** The build imports a cache. Then the image is evaluated, because earlier trees might have to be built again just for this. */
  readonly cached: boolean;
}

/** A day, in seconds. A mirror keeps a replaced file longer than that, and snapshots are taken more often. */
const LATER = 86_400;

/**
 * Fetches the locked packages, and looks for those that have left the mirror in the snapshot archive. Other failures are
 * left to the daemon, which shows them at their line.
 * @returns the packages with new archives for the missing ones; undefined if none is missing
 * @throws {UserError} for packages that cannot be fetched
 */
export async function fallBackToSnapshot(build: BuildFromLock): Promise<PlatformPackages | undefined> {
  const { bridge } = build;
  const { image, full, tools } = build.compiled;
  const needed = build.cached ? [image] : [full, ...(tools === undefined ? [] : [tools])];
  const failures = await Promise.all(needed.map((tree) => buildFailure(bridge, tree)));
  if (!failures.some((failed) => failed !== undefined && isFetchFailure(failed))) return undefined;
  const { lock, builds } = build.packages;
  const states = await Promise.all(
    filesOf(build.packages, build.plan).map((locked) => stateOf(build, locked)),
  );
  const problems = new Map(states.flatMap(({ problem }) => (problem ? [[problem.message, problem]] : [])));
  if (problems.size > 0) throw new UserError([...problems.values()]);
  const moved = states.filter(({ archive }) => archive !== undefined);
  if (moved.length === 0) return undefined;
  await warnOfMoves(build, moved);
  const archives = new Map(moved.map(({ locked, archive }) => [locked, archive]));
  const own = moveTo(lock, archives);
  return {
    ...build.packages,
    lock: own,
    tools: lockOfTools(own),
    builds: builds.map((each) => ({ ...each, lock: moveTo(each.lock, archives) })),
  };
}

/** LockedDeb is a locked package, its lock, and its file in the plan. */
interface LockedDeb {
  readonly lock: Lock;
  readonly locked: LockedPackage;
  readonly deb: Deb | undefined;
}

function filesOf({ lock, builds }: PlatformPackages, plan: Plan): LockedDeb[] {
  const tree = (of: Lock, base: Bootstrap | undefined, packages: readonly Deb[] = []) => [
    ...of.base.map((locked, index) => ({ lock: of, locked, deb: base?.packages[index] })),
    ...of.packages.map((locked, index) => ({ lock: of, locked, deb: packages[index] })),
  ];
  const { tools } = plan;
  const all = [
    ...tree(lock, plan.bootstrap, plan.install.packages),
    ...lock.tools.flatMap((locked) => (locked.name === tools?.name ? [{ lock, locked, deb: tools }] : [])),
    ...builds.flatMap((build) => {
      const made = plan.builds.find(({ name }) => name === build.name);
      return tree(build.lock, made?.bootstrap, made?.packages.packages);
    }),
  ];
  // A build shares the base packages of its image.
  return [...new Map(all.map((each) => [each.locked, each])).values()];
}

/** State is the result of fetching a package: available, in the snapshot archive (`archive`), or a problem. */
interface State {
  readonly locked: LockedPackage;
  readonly archive?: LockedArchive | undefined;
  readonly problem?: Problem;
}

async function stateOf(build: BuildFromLock, { lock, locked, deb }: LockedDeb): Promise<State> {
  const { bridge } = build;
  if (deb === undefined) return { locked };
  if ((await buildFailure(bridge, fetchOne(build.compileContext, deb))) === undefined) return { locked };
  const place = deb.at === undefined ? {} : { at: deb.at };
  const name = `package "${deb.name}" ${deb.version}`;
  // Without a checksum, the daemon checks the HTTP status and accepts any content.
  const other = await buildFailure(bridge, http(deb.url, { filename: deb.file }));
  if (other === undefined) {
    const message = `the file at ${deb.url} is not ${name} of the lock`;
    const fix = 'name another mirror, or renew the lock if it was edited';
    return { locked, problem: { code: 'package-altered', message, fix, ...place } };
  }
  if (!NOT_FOUND.test(other.message)) {
    const message = `the mirror ${lock.archives[locked.archive]?.url} does not answer`;
    return { locked, problem: { code: 'mirror-unreachable', message, fix: other.message, ...place } };
  }
  const archive = pastArchive(lock, build.snapshot, locked);
  const past: Deb | undefined = archive && {
    ...deb,
    url: `${archive.url}/${locked.path}`,
    past: true,
  };
  if (
    past !== undefined &&
    (await buildFailure(bridge, fetchOne(build.compileContext, past))) === undefined
  ) {
    return { locked, archive };
  }
  const message = `${name} is no longer at ${deb.url}${past === undefined ? '' : `, and not at ${past.url}`}`;
  const fix =
    past === undefined
      ? 'renew the lock, or name a snapshot archive as "snapshot_mirror" of "suite"'
      : 'renew the lock';
  return { locked, problem: { code: 'package-gone', message, fix, ...place } };
}

/** Returns a package's archive in the snapshot archive at about the time of the lock; undefined for a repository. */
function pastArchive(
  lock: Lock,
  snapshot: string | undefined,
  { archive }: LockedPackage,
): LockedArchive | undefined {
  const found = lock.archives[archive];
  if (snapshot === undefined || found === undefined || found.key !== undefined) return undefined;
  const time = isoTime(found.date + LATER);
  const [main, ...others] = suiteArchives(snapshotMirror(snapshot, time), lock.suite);
  const same = others.find(({ suite }) => suite === found.suite) ?? main;
  return same && { ...found, url: same.url, past: true };
}

function moveTo(lock: Lock, moved: ReadonlyMap<LockedPackage, LockedArchive | undefined>): Lock {
  const archives = [...lock.archives];
  const move = (locked: LockedPackage): LockedPackage => {
    const archive = moved.get(locked);
    if (archive === undefined) return locked;
    const known = archives.findIndex(({ url, suite }) => url === archive.url && suite === archive.suite);
    return { ...locked, archive: known < 0 ? archives.push(archive) - 1 : known };
  };
  const [base, packages, tools] = [lock.base.map(move), lock.packages.map(move), lock.tools.map(move)];
  return { ...lock, archives, base, packages, tools };
}

async function warnOfMoves(
  { warner, snapshot, packages: { lock } }: BuildFromLock,
  moved: readonly State[],
): Promise<void> {
  const [count, them] = moved.length === 1 ? ['1 package', 'it'] : [`${moved.length} packages`, 'them'];
  const short = `${count} for ${lock.architecture} taken from ${snapshot}, because the mirror no longer has ${them}`;
  await warner.warn(
    short,
    moved.map(({ locked }) => `${locked.name} ${locked.version}`),
  );
}
