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
import {
  type NewestLock,
  newestBuilds,
  resolveProject,
  resolveTools,
  signedCommitsOf,
} from '../resolve/newest.ts';
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

async function lockPackages(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = await readProject(session, entrypoint, requestedPlatforms, 'newest');
  const chosen = resolveProject(session, project);
  const commits = signedCommitsOf(session, project);
  const locks = await allOf(chosen.map((newest) => withMore(newest, commits)));
  const byArchitecture = new Map(locks.map((one) => [one.architecture, one]));
  await warnOfDifferences(project.entrypoint.warner, [...byArchitecture.values()]);
  const text = formatLockFile({
    request: project.lockedRequest,
    locks: [...byArchitecture.values()],
  });
  return { text, json: text.trimEnd() };
}

/** With the tools of the variant `debug`, where the archive has them, and what the entries of `build` are made from. */
async function withMore(newest: NewestLock, commits: Promise<ReadonlyMap<string, string>>): Promise<Lock> {
  const [chosen, tools, builds] = await Promise.all([
    newest.lock,
    resolveTools(newest).catch(ignoreUserError),
    newestBuilds(newest, commits),
  ]);
  return { ...chosen, tools: tools?.packages ?? [], ...(builds.length === 0 ? {} : { builds }) };
}

/** What is wrong with the archive, the packages show as well. */
function ignoreUserError(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
