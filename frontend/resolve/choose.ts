import { type Lock, type LockedBuild, lockOfTools } from '../../src/debian/lock.ts';
import { TOOLS } from '../../src/plan/make.ts';
import { lockedBaseImage } from '../context/base-image.ts';
import { resolveCommits, verifySignatures } from '../context/git-sources.ts';
import { allOf } from '../errors/all-of.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import type { Session } from '../gateway/session.ts';
import type { Options } from '../options/options.ts';
import { formatPlatform, type Platform, runsOn } from '../options/platform.ts';
import { runsHere } from '../options/platforms.ts';
import { architectureOf, evaluationContext } from '../project/compile-context.ts';
import type { Project } from '../project/project.ts';
import { alignVersions } from './align-versions.ts';
import { lockedPackages } from './match-lock.ts';
import { mirrorFor, namedMirror } from './mirror.ts';
import { type LockRequest, resolvePackages } from './resolve.ts';

/** The packages of a platform. */
export interface PlatformPackages {
  readonly lock: Lock;
  /** Has the tools of the variant `debug` as its packages. */
  readonly tools?: Lock;
  /** What each entry of `build` is built with; from which commit, where a lock says so. */
  readonly builds: readonly LockedBuild[];
  /** Of the machine's own platform, where the checks of this one cannot run. */
  readonly model?: PlatformPackages;
}

/**
 * Does something for each platform with its packages, which are chosen for all of them together: those of the lock that
 * lies beside the Imagefile, else the newest, in one version where all platforms have it.
 * @throws {UserError} with what is wrong on any platform
 */
export function forPlatforms<T>(
  session: Session,
  project: Project,
  use: (platform: Platform, locks: Promise<PlatformPackages>) => Promise<T>,
): Promise<T[]> {
  const chosen = locksOf(session, project);
  const model = modelLocks(session, project, chosen);
  return allOf(
    chosen.map(({ platform, locks }) =>
      use(
        platform,
        model === undefined || runsHere(session.options, platform)
          ? locks
          : Promise.all([locks, model]).then(([own, native]) => ({ ...own, model: native })),
      ),
    ),
  );
}

interface Chosen {
  readonly platform: Platform;
  readonly locks: Promise<PlatformPackages>;
}

function locksOf(session: Session, project: Project): readonly Chosen[] {
  const { lock } = project.entrypoint;
  if (lock === undefined) return newestLocks(session, project);
  return project.platforms.map((platform) => ({
    platform,
    locks: lockedPlatform(session, project, platform, lock),
  }));
}

/** The model's packages; chosen for itself, if nobody asked for it, so that it does not change what the others get. */
function modelLocks(
  session: Session,
  project: Project,
  chosen: readonly Chosen[],
): Promise<PlatformPackages> | undefined {
  const { options } = session;
  const isWanted = options.gate === 'skip' && project.spec.check.length > 0;
  if (!isWanted || chosen.every(({ platform }) => runsHere(options, platform))) return undefined;
  const native = options.buildPlatform;
  const isNative = ({ platform }: Chosen) => formatPlatform(platform) === formatPlatform(native);
  const own = chosen.find(isNative) ?? locksOf(session, { ...project, platforms: [native] }).find(isNative);
  return own?.locks;
}

function newestLocks(session: Session, project: Project) {
  const withTools = async (platform: Platform, lock: Promise<Lock>): Promise<PlatformPackages> => {
    const tools = project.variant === 'debug' ? resolveTools(session, project, platform) : undefined;
    const [chosen, builds, found] = await Promise.all([
      lock,
      resolveBuilds(session, project, platform),
      tools,
    ]);
    return { lock: chosen, builds, ...(found === undefined ? {} : { tools: found }) };
  };
  return resolveProject(session, project).map(({ platform, lock }) => ({
    platform,
    locks: withTools(platform, lock),
  }));
}

async function lockedPlatform(
  session: Session,
  project: Project,
  platform: Platform,
  file: SourceFile,
): Promise<PlatformPackages> {
  const lock = lockedProject(session, project, platform, file);
  return { lock, tools: lockOfTools(lock), builds: lock.builds ?? [] };
}

/** What the lock beside the Imagefile has for a platform. @throws {UserError} */
export function lockedProject(
  session: Session,
  project: Project,
  platform: Platform,
  file: SourceFile,
): Lock {
  const { entrypoint, spec, repositories, keys, platforms, variant } = project;
  const architecture = architectureOf(platform);
  const mirror = namedMirror(session, spec);
  const needsTools = variant === 'debug';
  const named = mirror === undefined ? {} : { mirror };
  return lockedPackages(file, {
    spec,
    repositories,
    keys,
    entrypoint,
    architecture,
    platforms,
    needsTools,
    builder: toolsFor(session.options, platform).architecture,
    ...named,
    ...baseImageOf(project, platform),
  });
}

/** The newest packages for each platform, whatever a lock says, in one version where all platforms have it. */
export function resolveProject(
  session: Session,
  project: Project,
): readonly { readonly platform: Platform; readonly lock: Promise<Lock> }[] {
  const { warner } = project.entrypoint;
  const choices = project.platforms.map((platform) => ({
    platform,
    choice: resolvePlatform(session, project, platform),
  }));
  const aligned = allOf(choices.map(({ choice }) => choice)).then((all) =>
    alignVersions(warner, all, project.spec.packages),
  );
  return choices.map(({ platform, choice }) => ({
    platform,
    lock: Promise.all([choice, aligned]).then(([{ lock }, others]) => ({
      ...(others.get(lock) ?? lock),
      ...baseImageOf(project, platform),
    })),
  }));
}

/** What a lock says of the image below. */
function baseImageOf({ baseImages }: Project, platform: Platform): Pick<Lock, 'below'> {
  const below = baseImages.get(formatPlatform(platform));
  return below === undefined ? {} : { below: lockedBaseImage(below) };
}

/** @throws {UserError} */
async function resolvePlatform(session: Session, project: Project, platform: Platform) {
  const request = requestOf(session, project, platform);
  return resolvePackages(
    session.bridge,
    project.entrypoint.warner,
    evaluationContext(session, project, platform),
    request,
  );
}

/** The newest tools for the variant `debug`. @throws {UserError} */
export async function resolveTools(session: Session, project: Project, platform: Platform): Promise<Lock> {
  const request = onlyTools(requestOf(session, project, platform));
  const compileContext = evaluationContext(session, project, platform);
  return (await resolvePackages(session.bridge, project.entrypoint.warner, compileContext, request)).lock;
}

/** The newest packages that the builds of a platform are built with. @throws {UserError} */
async function resolveBuilds(
  session: Session,
  project: Project,
  platform: Platform,
): Promise<readonly LockedBuild[]> {
  const request = { ...requestOf(session, project, platform), ...toolsFor(session.options, platform) };
  const compileContext = evaluationContext(session, project, platform);
  const { from: _, ...rest } = project.spec;
  const builds = rest.build.map(async ({ name, packages }) => {
    const spec = { ...rest, packages, recommends: false };
    const { lock } = await resolvePackages(session.bridge, project.entrypoint.warner, compileContext, {
      ...request,
      spec,
    });
    return { name, lock };
  });
  return Promise.all(builds);
}

/** The commits that the sources of the builds are at now, by the names of the builds. @throws {UserError} */
export function commitsOf(session: Session, project: Project): Promise<ReadonlyMap<string, string>> {
  const compileContext = evaluationContext(session, project, session.options.buildPlatform);
  return resolveCommits(session.bridge, compileContext, project.spec.build);
}

/** The same, once those that must be signed are known to be. @throws {UserError} */
export async function signedCommitsOf(
  session: Session,
  project: Project,
): Promise<ReadonlyMap<string, string>> {
  const commits = await commitsOf(session, project);
  const compileContext = evaluationContext(session, project, session.options.buildPlatform);
  await verifySignatures(session.bridge, compileContext, project.spec, commits);
  return commits;
}

/** What a lock of now says of the builds of a platform, in the order of their names. @throws {UserError} */
export async function newestBuilds(
  session: Session,
  project: Project,
  platform: Platform,
  commits: Promise<ReadonlyMap<string, string>>,
): Promise<readonly LockedBuild[]> {
  const [builds, found] = await Promise.all([resolveBuilds(session, project, platform), commits]);
  return builds
    .map(({ name, lock }) => {
      const commit = found.get(name);
      return { name, lock, ...(commit === undefined ? {} : { commit }) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What the machine does not run by itself is built by its own compilers, for the platform. `--build-arg MIB_CROSS=none` has
 * the platform's own emulated, to compare.
 */
function toolsFor(options: Options, platform: Platform): Pick<LockRequest, 'architecture' | 'target'> {
  const { buildPlatform, buildArgs } = options;
  const target = architectureOf(platform);
  const isNative = runsOn(buildPlatform, platform) || buildArgs.get('MIB_CROSS') === 'none';
  return isNative ? { architecture: target } : { architecture: architectureOf(buildPlatform), target };
}

function requestOf(session: Session, { spec, repositories }: Project, platform: Platform): LockRequest {
  const mirror = mirrorFor(session, spec);
  return { spec, repositories, architecture: architectureOf(platform), mirror };
}

/** The tools are no part of the image that they are to look into, so they are resolved for themselves. */
function onlyTools(request: LockRequest): LockRequest {
  const { at } = request.spec.suite;
  const packages = [{ name: TOOLS, exclude: false, architectures: [], at }];
  const { from: _, ...spec } = request.spec;
  return { ...request, repositories: [], spec: { ...spec, packages } };
}
