import { type Compiled, compile } from '../src/compile/image.ts';
import type { Site } from '../src/compile/site.ts';
import { debianArchitecture } from '../src/debian/architecture.ts';
import type { Lock } from '../src/debian/lock.ts';
import { lineStarts, positionAt } from '../src/imagefile/lines.ts';
import type { Output } from '../src/llb/index.ts';
import { makePlan, TOOLS } from '../src/plan/make.ts';
import type { Plan } from '../src/plan/plan.ts';
import { builderImage, standInsFor } from './builder.ts';
import { ignoresCache } from './cache-filter.ts';
import { buildContext } from './context.ts';
import { epochOf } from './epoch.ts';
import type { Warner } from './gaps.ts';
import { type Imagefile, readImagefile } from './imagefile.ts';
import { type LockRequest, resolveLock } from './lock.ts';
import { lockedPackages } from './locked.ts';
import { machineOf } from './machine.ts';
import { mirrorFor, namedMirror, snapshotBase } from './mirror.ts';
import { namedContexts } from './named-context.ts';
import type { Options } from './options.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';
import { type askedPlatforms, runnablePlatforms } from './platforms.ts';
import { type KeyedRepository, readKeys } from './repositories.ts';
import type { Session } from './session.ts';
import { chooseTarget, type Target } from './target.ts';
import { withoutVanished } from './vanished.ts';

/** An Imagefile that was read and is right, with what the client says about it. */
export interface Project extends Imagefile, Target {
  /** Absent when the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly platforms: readonly Platform[];
  readonly repositories: readonly KeyedRepository[];
}

/**
 * @param platforms what may be asked for; by default, what can be built here
 * @throws {UserError} with all that is wrong with it
 */
export async function readProject(
  session: Session,
  platforms: typeof askedPlatforms = runnablePlatforms,
): Promise<Project> {
  const imagefile = await readImagefile(session);
  const { entrypoint, parsed } = imagefile;
  const target = chooseTarget(session.options.target, parsed, entrypoint.file);
  const context = buildContext(session, target.spec, entrypoint);
  const asked = platforms(session.options, entrypoint.file);
  const repositories = await readKeys(session, target.spec.repositories, entrypoint);
  return { ...imagefile, ...target, context, repositories, platforms: asked };
}

/**
 * Takes the packages of the lock, or chooses them, and makes the graph.
 * @param turn which of two builds it is, neither of which takes anything from the cache
 * @throws {UserError}
 */
export async function compileProject(
  session: Session,
  project: Project,
  platform: Platform,
  turn?: Site['turn'],
): Promise<Compiled & { readonly plan: Plan }> {
  const { entrypoint, spec } = project;
  const [named, locks] = await Promise.all([
    namedContexts(session, spec, entrypoint, platform),
    lockOf(session, project, platform),
  ]);
  const plain = { ...siteOf(session, project, platform), named };
  const site = turn === undefined ? plain : { ...plain, turn, ignoreCache: true };
  const compileLock = (chosen: Lock) => {
    const plan = planOf(session, project, platform, { ...locks, lock: chosen });
    return { plan, ...compile(site, plan) };
  };
  const { lock } = locks;
  const compiled = compileLock(lock);
  if (entrypoint.lock === undefined) return compiled;
  const moved = await withoutVanished({
    warner: warnerOf(session, project),
    site,
    file: entrypoint.file,
    lock,
    plan: compiled.plan,
    compiled,
    snapshot: snapshotBase(session, spec),
    cached: session.options.cacheImports.length > 0,
  });
  return moved === undefined ? compiled : compileLock(moved);
}

/** What would be built for a platform: nothing is fetched or run, also where there is a lock. @throws {UserError} */
export async function planProject(session: Session, project: Project, platform: Platform): Promise<Plan> {
  return planOf(session, project, platform, await lockOf(session, project, platform));
}

function planOf(
  { options }: Session,
  { entrypoint, spec, variant }: Project,
  platform: Platform,
  { lock, tools }: Locks,
): Plan {
  return makePlan(spec, lock, {
    platform: formatPlatform(platform),
    oci: platform,
    labels: Object.fromEntries(options.labels),
    variant,
    ...(tools === undefined || variant !== 'debug' ? {} : { tools }),
    ...epochOf(options, entrypoint.file),
  });
}

/** The packages of a platform: those of the lock that lies beside the Imagefile, else the newest. */
async function lockOf(session: Session, project: Project, platform: Platform): Promise<Locks> {
  const locked = lockedProject(session, project, platform);
  if (locked !== undefined) return { lock: locked, tools: { ...locked, packages: locked.tools } };
  const tools = project.variant === 'debug' ? resolveTools(session, project, platform) : undefined;
  const [lock, found] = await Promise.all([resolveProject(session, project, platform), tools]);
  return found === undefined ? { lock } : { lock, tools: found };
}

/** What the lock beside the Imagefile has for a platform; nothing where there is no lock. @throws {UserError} */
export function lockedProject(session: Session, project: Project, platform: Platform): Lock | undefined {
  const { entrypoint, spec, repositories, platforms, variant } = project;
  if (entrypoint.lock === undefined) return undefined;
  const architecture = architectureOf(platform);
  const mirror = namedMirror(session, spec);
  const needsTools = variant === 'debug';
  const named = mirror === undefined ? {} : { mirror };
  return lockedPackages(entrypoint.lock, {
    spec,
    repositories,
    entrypoint,
    architecture,
    platforms,
    needsTools,
    ...named,
  });
}

interface Locks {
  readonly lock: Lock;
  /** Has the tools of the variant `debug` as its packages. */
  readonly tools?: Lock;
}

/** The newest packages for a platform, whatever a lock says. @throws {UserError} */
export function resolveProject(session: Session, project: Project, platform: Platform): Promise<Lock> {
  const request = requestOf(session, project, platform);
  return resolveLock(warnerOf(session, project), siteOf(session, project, platform), request);
}

/** The newest tools for the variant `debug`. @throws {UserError} */
export function resolveTools(session: Session, project: Project, platform: Platform): Promise<Lock> {
  const request = onlyTools(requestOf(session, project, platform));
  return resolveLock(warnerOf(session, project), siteOf(session, project, platform), request);
}

function warnerOf({ bridge }: Session, { entrypoint }: Project): Warner {
  return { bridge, digest: entrypoint.digest };
}

function requestOf(
  session: Session,
  { entrypoint, spec, repositories }: Project,
  platform: Platform,
): LockRequest {
  const { file } = entrypoint;
  const mirror = mirrorFor(session, spec, file);
  return { spec, repositories, file, architecture: architectureOf(platform), mirror };
}

function architectureOf(platform: Platform): string {
  const architecture = debianArchitecture(platform);
  if (architecture === undefined) throw new Error(`${formatPlatform(platform)} was not asked about`);
  return architecture;
}

/** The tools are no part of the image that they are to look into, so they are resolved for themselves. */
function onlyTools(request: LockRequest): LockRequest {
  const { at } = request.spec.suite;
  const packages = [{ name: TOOLS, exclude: false, architectures: [], at }];
  return { ...request, repositories: [], spec: { ...request.spec, packages } };
}

/** `--build-arg MIB_STANDINS=none` has everything of a foreign platform emulated, to compare. */
function usesStandIns({ buildPlatform, buildArgs }: Options, platform: Platform): boolean {
  return !runsOn(buildPlatform, platform) && buildArgs.get('MIB_STANDINS') !== 'none';
}

/** What the stages of a platform have at hand. */
export function siteOf(session: Session, { entrypoint, context }: Project, platform: Platform): Site {
  const { options } = session;
  const starts = lineStarts(entrypoint.file.text);
  return {
    builder: builderImage(),
    native: options.buildPlatform,
    ...(usesStandIns(options, platform) ? { standIns: standInsFor(architectureOf(platform)) } : {}),
    prefix: options.platforms.length > 1 ? `[${formatPlatform(platform)}] ` : '',
    context,
    named: new Map(),
    locate: (at) => ({
      start: positionAt(starts, at.start),
      end: positionAt(starts, Math.max(at.start, at.end - 1)),
    }),
    machine: machineOf(session),
    ignoreCache: ignoresCache(options),
  };
}
