import { type Lock, type LockedBuild, lockOfTools } from '../../src/debian/lock.ts';
import { allOf } from '../errors/all-of.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform } from '../options/platform.ts';
import { runsHere } from '../options/platforms.ts';
import { onPlatform, type PlatformProject } from '../project/platform-project.ts';
import type { Project } from '../project/project.ts';
import { lockedProject } from './locked.ts';
import { type NewestLock, resolveBuilds, resolveProject, resolveTools } from './newest.ts';

/** PlatformPackages are the packages of a platform. */
export interface PlatformPackages {
  readonly lock: Lock;
  /** A lock whose packages are the tools of the variant `debug`. */
  readonly tools?: Lock;
  /** The packages of each entry of `build`, and its commit if a lock has one. */
  readonly builds: readonly LockedBuild[];
  /** The packages of the machine's own platform, if the checks of this one cannot run. */
  readonly model?: PlatformPackages;
}

/** PlatformBuild is the build of one platform: its project and its packages. */
export interface PlatformBuild extends PlatformProject {
  /** Pending while the packages are chosen. */
  readonly packages: Promise<PlatformPackages>;
}

/**
 * Calls `use` for each platform with its packages: those of the lock beside the Imagefile, or else the newest, aligned to
 * one version if all platforms have it.
 * @throws {UserError} with the problems of all platforms
 */
export function forPlatforms<T>(
  session: Session,
  project: Project,
  use: (build: PlatformBuild) => Promise<T>,
): Promise<T[]> {
  const builds = platformBuilds(session, project);
  const model = modelPackages(session, project, builds);
  return allOf(
    builds.map((build) => {
      if (model === undefined || runsHere(session.options, build.platform)) return use(build);
      const packages = Promise.all([build.packages, model]).then(([own, native]) => ({
        ...own,
        model: native,
      }));
      return use({ ...build, packages });
    }),
  );
}

function platformBuilds(session: Session, project: Project): readonly PlatformBuild[] {
  const { lock } = project.entrypoint;
  if (lock === undefined) {
    return resolveProject(session, project).map(({ lock, ...on }) => ({
      ...on,
      packages: newestPackages({ ...on, lock }),
    }));
  }
  return project.platforms.map((platform) => {
    const on = onPlatform(session, project, platform);
    return { ...on, packages: lockedPackages(on, lock) };
  });
}

/** Returns the model's packages. If its platform is not requested, they are chosen alone and do not affect the others. */
function modelPackages(
  session: Session,
  project: Project,
  builds: readonly PlatformBuild[],
): Promise<PlatformPackages> | undefined {
  const { options } = session;
  const isWanted = options.gate === 'skip' && project.spec.check.length > 0;
  if (!isWanted || builds.every(({ platform }) => runsHere(options, platform))) return undefined;
  const native = options.buildPlatform;
  const isNative = ({ platform }: PlatformBuild) => formatPlatform(platform) === formatPlatform(native);
  const own =
    builds.find(isNative) ?? platformBuilds(session, { ...project, platforms: [native] }).find(isNative);
  return own?.packages;
}

async function newestPackages(newest: NewestLock): Promise<PlatformPackages> {
  const debugTools = newest.project.variant === 'debug' ? resolveTools(newest) : undefined;
  const [lock, builds, tools] = await Promise.all([newest.lock, resolveBuilds(newest), debugTools]);
  return { lock, builds, ...(tools === undefined ? {} : { tools }) };
}

async function lockedPackages(on: PlatformProject, file: SourceFile): Promise<PlatformPackages> {
  const lock = lockedProject(on, file);
  return { lock, tools: lockOfTools(lock), builds: lock.builds ?? [] };
}
