import type { Lock } from '../../src/debian/lock.ts';
import { formatLockFile } from '../../src/debian/lock-file.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { allOf } from '../errors/all-of.ts';
import { UserError } from '../errors/user-error.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import type { Platform } from '../options/platform.ts';
import { askedPlatforms } from '../options/platforms.ts';
import { type Project, readProject } from '../project/project.ts';
import { warnOfDifferences } from '../project/warnings.ts';
import { newestBuilds, resolveProject, resolveTools, signedCommitsOf } from '../resolve/choose.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=lock`: the packages of every platform that is asked for, as the file that a build takes them from. Nothing of a
 * platform is run, so this needs no emulation. A lock that is there already has no say in it.
 */
export const lock: Subrequest = {
  name: 'lock',
  version: '0.1.0',
  description: 'Choose the packages; write the answer to Imagefile.lock, and builds take these',
  answer: lockPackages,
};

async function lockPackages(session: Session): Promise<Answer> {
  const project = await readProject(session, askedPlatforms, 'newest');
  const chosen = resolveProject(session, project);
  const commits = signedCommitsOf(session, project);
  const locks = await allOf(
    chosen.map(({ platform, lock }) => withMore(session, project, platform, lock, commits)),
  );
  const byArchitecture = new Map(locks.map((one) => [one.architecture, one]));
  const { digest } = project.entrypoint;
  await warnOfDifferences({ bridge: session.bridge, digest }, [...byArchitecture.values()]);
  const text = formatLockFile({
    request: lockedRequest(project.spec, project.repositories, project.keys),
    locks: [...byArchitecture.values()],
  });
  return { text, json: text.trimEnd() };
}

/** With the tools of the variant `debug`, where the archive has them, and what the entries of `build` are made from. */
async function withMore(
  session: Session,
  project: Project,
  platform: Platform,
  lock: Promise<Lock>,
  commits: Promise<ReadonlyMap<string, string>>,
): Promise<Lock> {
  const [chosen, tools, builds] = await Promise.all([
    lock,
    resolveTools(session, project, platform).catch(ignoreUserError),
    newestBuilds(session, project, platform, commits),
  ]);
  // A base image alone is of no archive, and the tools come from one all the same.
  const archives = chosen.archives.length === 0 ? (tools?.archives ?? []) : chosen.archives;
  return { ...chosen, archives, tools: tools?.packages ?? [], ...(builds.length === 0 ? {} : { builds }) };
}

/** What is wrong with the archive, the packages show as well. */
function ignoreUserError(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
