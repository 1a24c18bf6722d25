import type { Lock } from '../../src/debian/lock.ts';
import { formatLockFile } from '../../src/debian/lock-file.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { allOf } from '../errors/all-of.ts';
import { UserError } from '../errors/user-error.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { requestedPlatforms } from '../options/platforms.ts';
import { readProject } from '../project/project.ts';
import { warnOfDifferences } from '../project/warnings.ts';
import { warnOfDowngrades } from '../resolve/downgrades.ts';
import {
  type NewestLock,
  newestBuilds,
  resolveProject,
  resolveTools,
  signedCommitsOf,
} from '../resolve/newest.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=lock`: chooses the packages of all requested platforms and prints the lock file. It runs no programs of these
 * platforms, so it needs no emulation. An existing lock decides nothing; it only shows what would become older.
 */
export const lock: Subrequest = {
  name: 'lock',
  version: '0.1.0',
  description: 'Choose the packages; save the output as Imagefile.lock, and builds use them',
  answer: lockPackages,
};

async function lockPackages(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = await readProject(session, entrypoint, requestedPlatforms, 'newest');
  const chosen = resolveProject(session, project);
  const commits = signedCommitsOf(session, project);
  const locks = await allOf(
    chosen.map(async (newest) => {
      const made = await withMore(newest, commits);
      await warnOfDowngrades(newest, made);
      return made;
    }),
  );
  const byArchitecture = new Map(locks.map((one) => [one.architecture, one]));
  await warnOfDifferences(project.entrypoint.warner, [...byArchitecture.values()]);
  const text = formatLockFile({
    request: project.lockedRequest,
    locks: [...byArchitecture.values()],
  });
  return { text, json: text.trimEnd() };
}

/** Adds the tools of the variant `debug`, if the archive has them, and the entries of `build`. */
async function withMore(newest: NewestLock, commits: Promise<ReadonlyMap<string, string>>): Promise<Lock> {
  const [chosen, tools, builds] = await Promise.all([
    newest.lock,
    toolsOf(newest),
    newestBuilds(newest, commits),
  ]);
  // A base image without packages to add needs no archive, but the tools do.
  const archives = chosen.archives.length === 0 ? (tools?.archives ?? []) : chosen.archives;
  return { ...chosen, archives, tools: tools?.packages ?? [], ...(builds.length === 0 ? {} : { builds }) };
}

/** What an archive that lacks the tools leads to. */
const LACKING: ReadonlySet<string> = new Set([
  'unknown-package',
  'package-not-on-architecture',
  'unsatisfiable',
]);

/** Returns the tools; undefined if the archive lacks them, or nothing else needs an archive that cannot be read. */
async function toolsOf(newest: NewestLock): Promise<Lock | undefined> {
  try {
    return await resolveTools(newest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isLacking = error.problems.every(({ code }) => LACKING.has(code));
    if (!isLacking && (await newest.lock).archives.length > 0) throw error;
    return undefined;
  }
}
