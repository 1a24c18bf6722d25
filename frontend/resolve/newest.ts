import type { Lock, LockedBuild } from '../../src/debian/lock.ts';
import { resolveCommits, verifySignatures } from '../context/git-sources.ts';
import { allOf } from '../errors/all-of.ts';
import type { Session } from '../gateway/session.ts';
import { evaluationContext } from '../project/compile-context.ts';
import { onPlatform, type PlatformProject } from '../project/platform-project.ts';
import type { Project } from '../project/project.ts';
import { alignVersions } from './align-versions.ts';
import { baseImageOf, compilersFor, imageRequest, toolsRequest } from './request.ts';
import { resolvePackages } from './resolve.ts';

/** The newest packages of a platform, which may still be looked for. */
export interface NewestLock extends PlatformProject {
  readonly lock: Promise<Lock>;
}

/** The newest packages for each platform, whatever a lock says, in one version where all platforms have it. */
export function resolveProject(session: Session, project: Project): readonly NewestLock[] {
  const choices = project.platforms.map((platform) => {
    const on = onPlatform(session, project, platform);
    return { on, choice: resolveImage(on) };
  });
  const aligned = allOf(choices.map(({ choice }) => choice)).then((all) =>
    alignVersions(project.entrypoint.warner, all, project.spec.packages),
  );
  return choices.map(({ on, choice }) => ({
    ...on,
    lock: Promise.all([choice, aligned]).then(([{ lock }, others]) => ({
      ...(others.get(lock) ?? lock),
      ...baseImageOf(on),
    })),
  }));
}

/** @throws {UserError} */
async function resolveImage(on: PlatformProject) {
  return resolvePackages(on, imageRequest(on));
}

/** The newest tools for the variant `debug`. @throws {UserError} */
export async function resolveTools(on: PlatformProject): Promise<Lock> {
  return (await resolvePackages(on, toolsRequest(on))).lock;
}

/** The newest packages that the builds of a platform are built with. @throws {UserError} */
export async function resolveBuilds(on: PlatformProject): Promise<readonly LockedBuild[]> {
  const request = { ...imageRequest(on), ...compilersFor(on.session.options, on.platform) };
  const { from: _, ...rest } = on.project.spec;
  const builds = rest.build.map(async ({ name, packages }) => {
    const spec = { ...rest, packages, recommends: false };
    const { lock } = await resolvePackages(on, { ...request, spec });
    return { name, lock };
  });
  return Promise.all(builds);
}

/** What a lock of now says of the builds of a platform, in the order of their names. @throws {UserError} */
export async function newestBuilds(
  on: PlatformProject,
  commits: Promise<ReadonlyMap<string, string>>,
): Promise<readonly LockedBuild[]> {
  const [builds, found] = await Promise.all([resolveBuilds(on), commits]);
  return builds
    .map(({ name, lock }) => {
      const commit = found.get(name);
      return { name, lock, ...(commit === undefined ? {} : { commit }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The commits that the sources of the builds are at now, by the names of the builds. @throws {UserError} */
export function commitsOf(session: Session, project: Project): Promise<ReadonlyMap<string, string>> {
  const native = onPlatform(session, project, session.options.buildPlatform);
  return resolveCommits(session.bridge, evaluationContext(native), project.spec.build);
}

/** The same, once those that must be signed are known to be. @throws {UserError} */
export async function signedCommitsOf(
  session: Session,
  project: Project,
): Promise<ReadonlyMap<string, string>> {
  const commits = await commitsOf(session, project);
  const native = onPlatform(session, project, session.options.buildPlatform);
  await verifySignatures(session.bridge, evaluationContext(native), project.spec, commits);
  return commits;
}
