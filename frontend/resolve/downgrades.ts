import type { Lock } from '../../src/debian/lock.ts';
import { LockError, type LockFile, parseLockFile } from '../../src/debian/lock-file.ts';
import { olderIndexes } from '../../src/report/older-indexes.ts';
import { compare, compareLockedBuilds } from '../../src/report/outdated.ts';
import { olderOf } from '../../src/report/outdated-text.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import type { Warner } from '../gateway/warner.ts';
import { formatPlatform } from '../options/platform.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { baselineOf, isPublishedGiven, type NamedBaseline, publishedBaseline } from './baseline.ts';

/**
 * Warns if a new lock has older packages than the lock beside the Imagefile, or than the published image, or comes from
 * older indexes. A snapshot is of a past day on purpose.
 * @throws {UserError} if the client names a published image that cannot be read
 */
export async function warnOfDowngrades(on: PlatformProject, now: Lock): Promise<void> {
  const { entrypoint, spec } = on.project;
  if (spec.suite.snapshot !== undefined) return;
  const old = await formerLock(on, now);
  if (old !== undefined && entrypoint.lock !== undefined) {
    const { name } = entrypoint.lock;
    await warnOfOlder(on, baselineOf(old, name), now);
    await warnOfOlderIndexes(entrypoint.warner, name, olderIndexes(old, now));
  }
  const published = await publishedIfThere(on);
  if (published !== undefined) await warnOfOlder(on, published, now);
}

async function warnOfOlder(on: PlatformProject, baseline: NamedBaseline, now: Lock): Promise<void> {
  const { spec, entrypoint } = on.project;
  const requested = spec.packages.filter(({ exclude }) => !exclude).map(({ name }) => name);
  const comparison = compare(formatPlatform(on.platform), baseline, now, requested);
  const builds = compareLockedBuilds(baseline.builds ?? [], now.builds ?? [], now, spec.build);
  const where = on.project.platforms.length > 1 ? `${comparison.platform}: ` : '';
  for (const { fact, packages, rows } of olderOf(baseline.name, { ...comparison, builds })) {
    const first = packages.slice(0, NAMED).map((each) => `${each.package} ${each.old} -> ${each.new}`);
    const more = packages.length > NAMED ? [`${packages.length - NAMED} more`] : [];
    const short = `${where}${fact}: ${[...first, ...more].join(', ')}. ${CAUSE}`;
    await entrypoint.warner.warn(short, rows.trimEnd().split('\n'));
  }
}

/** The number of packages that are named in a warning itself; clients show its details only on demand. */
const NAMED = 5;

const CAUSE = 'A mirror is behind, or replays an old index';

async function warnOfOlderIndexes(warner: Warner, name: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const what = lines.length === 1 ? 'an index is' : `${lines.length} indexes are`;
  await warner.warn(`${what} older than when ${name} was made: ${lines.join('; ')}. ${CAUSE}`);
}

/** Returns the lock that the new one replaces, if it is for the same architecture and suite. */
async function formerLock({ project }: PlatformProject, now: Lock): Promise<Lock | undefined> {
  const { lock, warner } = project.entrypoint;
  // A shell empties the file before mib reads it if the answer goes there.
  if (lock === undefined || lock.text.trim() === '') return undefined;
  const { request, locks } = (await readable(lock, warner)) ?? {};
  const isComparable = request?.suite === now.suite && request.snapshot === undefined;
  return isComparable ? locks?.find(({ architecture }) => architecture === now.architecture) : undefined;
}

async function readable(lock: SourceFile, warner: Warner): Promise<LockFile | undefined> {
  try {
    return parseLockFile(lock.text);
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    await warner.warn(`${lock.name} is not compared with the new lock: ${error.message}`);
    return undefined;
  }
}

/** Reads the published image. The one of the Imagefile may not be published yet. */
async function publishedIfThere(on: PlatformProject): Promise<NamedBaseline | undefined> {
  try {
    return await publishedBaseline(on);
  } catch (error) {
    if (!(error instanceof UserError) || isPublishedGiven(on)) throw error;
    const [problem] = error.problems;
    const short = `no published image is compared with the new lock: ${problem?.message}`;
    await on.project.entrypoint.warner.warn(short, problem?.fix === undefined ? [] : [problem.fix]);
    return undefined;
  }
}
