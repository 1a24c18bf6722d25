import type { Lock, LockedBuild } from '../../src/debian/lock.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import { resolveCommits, verifySignatures } from '../context/git-sources.ts';
import { allOf } from '../errors/all-of.ts';
import type { Session } from '../gateway/session.ts';
import { evaluationContext } from '../project/compile-context.ts';
import { onPlatform, type PlatformProject } from '../project/platform-project.ts';
import type { Project } from '../project/project.ts';
import { alignVersions } from './align-versions.ts';
import { baseImageOf, buildImagesOf, buildRequest, imageRequest, toolsRequest } from './request.ts';
import { resolvePackages } from './resolve.ts';

/** NewestLock is a lock with the newest packages of a platform. It may still be pending. */
export interface NewestLock extends PlatformProject {
  readonly lock: Promise<Lock>;
}

/** Chooses the newest packages of each platform, without regard to a lock, aligned to one version if all platforms have it. */
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

/** Chooses the newest tools for the variant `debug`. @throws {UserError} */
export async function resolveTools(on: PlatformProject): Promise<Lock> {
  return (await resolvePackages(on, toolsRequest(on))).lock;
}

/** Chooses the newest packages for the builds of a platform. @throws {UserError} */
export async function resolveBuilds(on: PlatformProject): Promise<readonly LockedBuild[]> {
  const images = buildImagesOf(on);
  const builds = on.project.spec.build.map(async (build) => {
    const image = images.get(build.name);
    const { lock } = await resolvePackages(on, buildRequest(on, build));
    const below = image === undefined ? {} : { below: lockedBaseImage(image) };
    return { name: build.name, lock: { ...lock, ...below } };
  });
  return Promise.all(builds);
}

/** Returns the builds of a platform as a new lock has them, sorted by name. @throws {UserError} */
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

/** Looks up the current commits of the sources of `build`, by name of the build. @throws {UserError} */
export function commitsOf(session: Session, project: Project): Promise<ReadonlyMap<string, string>> {
  const native = onPlatform(session, project, session.options.buildPlatform);
  return resolveCommits(session.bridge, evaluationContext(native), project.spec.build);
}

/** Looks up the commits and verifies the signatures of those that must be signed. @throws {UserError} */
export async function signedCommitsOf(
  session: Session,
  project: Project,
): Promise<ReadonlyMap<string, string>> {
  const commits = await commitsOf(session, project);
  const native = onPlatform(session, project, session.options.buildPlatform);
  await verifySignatures(session.bridge, evaluationContext(native), project.spec, commits);
  return commits;
}
