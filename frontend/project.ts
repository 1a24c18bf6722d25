import { type Compiled, compile, type Model } from '../src/compile/image.ts';
import type { Site } from '../src/compile/site.ts';
import { debianArchitecture } from '../src/debian/architecture.ts';
import { lineStarts, positionAt } from '../src/imagefile/lines.ts';
import type { Output } from '../src/llb/index.ts';
import { makePlan } from '../src/plan/make.ts';
import type { Plan } from '../src/plan/plan.ts';
import { type Belows, openBelow, withSuite } from './below.ts';
import { builderImage, frontendImage, standInsFor } from './builder.ts';
import { ignoresCache } from './cache-filter.ts';
import { chain, type Link } from './chain.ts';
import type { Locks } from './choose.ts';
import { buildContext } from './context.ts';
import { epochOf } from './epoch.ts';
import { atCommits, verifyRepositories } from './git-sources.ts';
import { type Imagefile, readImagefile } from './imagefile.ts';
import { type KeyedRepository, type Keys, readKeys, withKeys } from './keys.ts';
import { auditSettings } from './lint.ts';
import { lockedBelows } from './locked.ts';
import { machineOf } from './machine.ts';
import { snapshotBase } from './mirror.ts';
import { namedContexts } from './named-context.ts';
import type { Options } from './options.ts';
import { formatPlatform, type Platform, runsOn } from './platform.ts';
import { runnablePlatforms, runsHere, withModels } from './platforms.ts';
import type { Session } from './session.ts';
import { chooseTarget, type Target } from './target.ts';
import { withoutVanished } from './vanished.ts';

/** An Imagefile that was read and is right, with what the client says about it. `spec` and `tree` are those of its first platform. */
export interface Project extends Imagefile, Target {
  /** What is built for each platform, by its name; of all of them, the same packages are chosen. */
  readonly targetFor: ReadonlyMap<string, Target>;
  /** Absent when the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly platforms: readonly Platform[];
  readonly repositories: readonly KeyedRepository[];
  /** Of these, and of what is built. */
  readonly keys: Keys;
  /** The date that the client wants, in seconds since 1970. */
  readonly epoch: number | undefined;
  /** What it is built upon, if `from` names something. */
  readonly belows: Belows;
}

/**
 * @param platforms what may be asked for; by default, what can be built here
 * @param use whether an image to build upon is the one of the lock, or the newest
 * @throws {UserError} with all that is wrong with it
 */
export async function readProject(
  session: Session,
  platforms: typeof runnablePlatforms = runnablePlatforms,
  use: 'locked' | 'newest' = 'locked',
): Promise<Project> {
  const imagefile = await readImagefile(session);
  const { entrypoint, parsed, parsedFor } = imagefile;
  const { file } = entrypoint;
  const chosen = chooseTarget(session.options.target, parsed, file);
  const targets = new Map(
    [...parsedFor].map(([platform, each]) => [platform, chooseTarget(session.options.target, each, file)]),
  );
  const specFor = (platform: Platform) => (targets.get(formatPlatform(platform)) ?? chosen).spec;
  const asked = platforms(session.options, file, specFor);
  const opened = platforms === runnablePlatforms ? withModels(session.options, asked) : asked;
  const read = [chosen, ...targets.values()].map(({ spec }) => spec);
  const [keys, epoch, belows] = await Promise.all([
    readKeys(session, read, entrypoint),
    epochOf(session, entrypoint),
    openBelow(
      session,
      chosen.spec,
      opened,
      file,
      use === 'locked' ? lockedBelows(entrypoint, opened) : new Map(),
    ),
  ]);
  const targetFor = new Map(
    [...targets].map(([platform, { spec, ...target }]): [string, Target] => [
      platform,
      { ...target, spec: withSuite(spec, belows, file) },
    ]),
  );
  const specs = [...targetFor.values()].map(({ spec }) => spec);
  const context = buildContext(session, specs, entrypoint);
  const target = { ...chosen, spec: withSuite(chosen.spec, belows, file) };
  const repositories = withKeys(chosen.spec.repositories, keys);
  return { ...imagefile, ...target, targetFor, context, keys, repositories, belows, platforms: asked, epoch };
}

/** The project as it is for one of its platforms. */
export function projectFor(project: Project, platform: Platform): Project {
  return { ...project, ...project.targetFor.get(formatPlatform(platform)) };
}

/**
 * Makes the graph of a platform.
 * @param chosen its packages, which may still be looked for
 * @param turn which of two builds it is, neither of which takes anything from the cache
 * @param link to the other platforms of a build: the image of each takes the one before, see `Compiled`
 * @throws {UserError}
 */
export async function compileProject(
  session: Session,
  whole: Project,
  platform: Platform,
  chosen: Promise<Locks>,
  turn?: Site['turn'],
  link: Link<Output> = chain<Output>()(),
): Promise<Compiled & { readonly plan: Plan }> {
  const project = projectFor(whole, platform);
  const { entrypoint } = project;
  const [named, found] = await Promise.all([
    namedContexts(session, project.spec, entrypoint, platform),
    chosen,
  ]);
  const plain = { ...siteOf(session, project, platform), named };
  const site = turn === undefined ? plain : { ...plain, turn, ignoreCache: true };
  const asked = atCommits(project.spec, found.builds);
  const tagged = await verifyRepositories(session.bridge, site, asked, entrypoint.file);
  const locks = withCommits(found, tagged);
  const model = locks.model && (await modelOf(session, project, locks.model));
  const compileLocks = (chosen: Locks) => {
    const plan = planOf(session, project, platform, chosen);
    return { plan, ...compile(site, plan, model) };
  };
  const compiled = compileLocks(locks);
  const image = compiled.image(await link.previous);
  link.pass(image);
  if (entrypoint.lock === undefined) return compiled;
  const moved = await withoutVanished({
    warner: { bridge: session.bridge, digest: entrypoint.digest },
    site,
    file: entrypoint.file,
    locks,
    plan: compiled.plan,
    compiled: { ...compiled, image },
    snapshot: snapshotBase(session, project.spec),
    cached: session.options.cacheImports.length > 0,
  });
  return moved === undefined ? compiled : compileLocks(moved);
}

/** With the commits of these builds, as of a lock. */
function withCommits({ model, ...locks }: Locks, commits: ReadonlyMap<string, string>): Locks {
  const builds = locks.builds.map((each) => {
    const commit = commits.get(each.name);
    return commit === undefined ? each : { ...each, commit };
  });
  return { ...locks, builds, ...(model === undefined ? {} : { model: withCommits(model, commits) }) };
}

/** The same for the machine's own platform, where the checks can be watched. @throws {UserError} */
async function modelOf(session: Session, whole: Project, locks: Locks): Promise<Model> {
  const native = session.options.buildPlatform;
  const project = projectFor(whole, native);
  const named = await namedContexts(session, project.spec, project.entrypoint, native);
  return {
    site: { ...siteOf(session, project, native), named },
    plan: planOf(session, project, native, locks),
  };
}

/** What would be built for a platform: nothing is fetched or run, also where there is a lock. @throws {UserError} */
export async function planProject(
  session: Session,
  project: Project,
  platform: Platform,
  chosen: Promise<Locks>,
): Promise<Plan> {
  return planOf(session, projectFor(project, platform), platform, await chosen);
}

function planOf(
  session: Session,
  { entrypoint, spec, variant, epoch, belows }: Project,
  platform: Platform,
  { lock, tools, builds }: Locks,
): Plan {
  const below = belows.get(formatPlatform(platform));
  return makePlan(atCommits(spec, builds), lock, {
    platform: formatPlatform(platform),
    oci: platform,
    labels: Object.fromEntries(session.options.labels),
    variant,
    ...(below === undefined ? {} : { below }),
    builds: new Map(builds.map((build) => [build.name, build.lock])),
    ...(tools === undefined || variant !== 'debug' ? {} : { tools }),
    ...auditSettings(session, { entrypoint }),
    ...(epoch === undefined ? {} : { epoch }),
  });
}

/** Debian's name. */
export function architectureOf(platform: Platform): string {
  const architecture = debianArchitecture(platform);
  if (architecture === undefined) throw new Error(`${formatPlatform(platform)} was not asked about`);
  return architecture;
}

/** `--build-arg MIB_STANDINS=none` has everything of a foreign platform emulated, to compare. */
function usesStandIns({ buildPlatform, buildArgs }: Options, platform: Platform): boolean {
  return !runsOn(buildPlatform, platform) && buildArgs.get('MIB_STANDINS') !== 'none';
}

/** Whether steps of several platforms run: one that cannot run here has a native one as its model. */
function isSeveral(options: Options): boolean {
  return options.platforms.length > 1 || options.platforms.some((platform) => !runsHere(options, platform));
}

/** What is at hand for steps whose answers we read ourselves before anything is built. */
export function askingSite(session: Session, project: Project, platform: Platform): Site {
  return { ...siteOf(session, project, platform), builder: frontendImage() };
}

/** What the stages of a platform have at hand. */
export function siteOf(
  session: Session,
  { entrypoint, context, keys, belows }: Project,
  platform: Platform,
): Site {
  const { options } = session;
  const below = belows.get(formatPlatform(platform))?.tree;
  const starts = lineStarts(entrypoint.file.text);
  return {
    builder: builderImage(),
    ...(options.cacheImports.length === 0 ? {} : { isImporting: true }),
    native: options.buildPlatform,
    ...(usesStandIns(options, platform) ? { standIns: standInsFor(architectureOf(platform)) } : {}),
    ...(runsHere(options, platform) ? {} : { lacksEmulation: true }),
    prefix: isSeveral(options) ? `[${formatPlatform(platform)}] ` : '',
    context,
    ...(below === undefined ? {} : { below }),
    named: new Map(),
    keys: new Map([...keys].map(([value, { bytes }]) => [value, bytes])),
    proxy: options.proxy,
    locate: (at) => ({
      start: positionAt(starts, at.start),
      end: positionAt(starts, Math.max(at.start, at.end - 1)),
    }),
    machine: machineOf(session),
    ignoreCache: ignoresCache(options),
  };
}
