import type { CompileContext } from '../../src/compile/context.ts';
import { type Compiled, compile, type Model } from '../../src/compile/image.ts';
import type { Output } from '../../src/llb/index.ts';
import { makePlan } from '../../src/plan/make.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { certificatesFor } from '../context/certificates.ts';
import { atCommits, verifyRepositories } from '../context/git-sources.ts';
import { namedContexts } from '../context/named-context.ts';
import { formatPlatform } from '../options/platform.ts';
import { compileContextOf } from '../project/compile-context.ts';
import { auditSettings } from '../project/lint.ts';
import { onPlatform, type PlatformProject } from '../project/platform-project.ts';
import type { PlatformBuild, PlatformPackages } from '../resolve/choose.ts';
import { snapshotBase } from '../resolve/mirror.ts';
import { fallBackToSnapshot } from '../resolve/snapshot-fallback.ts';
import { chain, type Link } from './chain.ts';

/** CompiledProject is the graphs of a platform, and the plan that they are made from. */
export interface CompiledProject extends Compiled {
  readonly plan: Plan;
}

/**
 * Makes the graph of a platform. With a lock, it builds as much as needed to find packages that the mirror no longer has.
 * @param link to the other platforms of a build: each image takes the previous one, see `Compiled`
 * @param round which of two builds without cache this is
 * @throws {UserError}
 */
export async function compileProject(
  build: PlatformBuild,
  link: Link<Output> = chain<Output>()(),
  round?: CompileContext['round'],
): Promise<CompiledProject> {
  const { session, project } = build;
  const { entrypoint } = project;
  const { compileContext, packages, compilePackages } = await prepare(build, round);
  const compiled = compilePackages(packages);
  const image = compiled.image(await link.previous);
  link.pass(image);
  if (entrypoint.lock === undefined) return compiled;
  const moved = await fallBackToSnapshot({
    bridge: session.bridge,
    warner: entrypoint.warner,
    compileContext,
    packages,
    plan: compiled.plan,
    compiled: { ...compiled, image },
    snapshot: snapshotBase(session, project.spec),
    cached: session.options.cacheImports.length > 0,
  });
  return moved === undefined ? compiled : compilePackages(moved);
}

/** Makes the graph of a platform without building it: packages stay where they were chosen or locked. @throws {UserError} */
export async function compileUnbuilt(build: PlatformBuild): Promise<CompiledProject> {
  const { packages, compilePackages } = await prepare(build);
  return compilePackages(packages);
}

/** Collects the inputs of a platform's graph. @throws {UserError} */
async function prepare(build: PlatformBuild, round?: CompileContext['round']) {
  const { session, project, platform } = build;
  const [named, found] = await Promise.all([namedContexts(session, project.spec, platform), build.packages]);
  const plain = { ...compileContextOf(build), named };
  const compileContext = round === undefined ? plain : { ...plain, round, ignoreCache: true };
  const pinned = atCommits(project.spec, found.builds);
  const commits = await verifyRepositories(session.bridge, compileContext, pinned);
  const packages = withCommits(found, commits);
  const model = packages.model && (await modelOf(build, packages.model));
  const compilePackages = (chosen: PlatformPackages): CompiledProject => {
    const plan = planOf(build, chosen);
    return { plan, ...compile(compileContext, plan, model) };
  };
  return { compileContext, packages, compilePackages };
}

/** Returns the packages with the commits of these builds, as a lock has them. */
function withCommits(
  { model, ...packages }: PlatformPackages,
  commits: ReadonlyMap<string, string>,
): PlatformPackages {
  const builds = packages.builds.map((each) => {
    const commit = commits.get(each.name);
    return commit === undefined ? each : { ...each, commit };
  });
  return { ...packages, builds, ...(model === undefined ? {} : { model: withCommits(model, commits) }) };
}

/** Returns the model: the project on the machine's own platform, where its checks can be traced. @throws {UserError} */
async function modelOf({ session, project }: PlatformProject, packages: PlatformPackages): Promise<Model> {
  const native = onPlatform(session, project, session.options.buildPlatform);
  const named = await namedContexts(session, native.project.spec, native.platform);
  return { context: { ...compileContextOf(native), named }, plan: planOf(native, packages) };
}

/** Returns the plan for a platform. It fetches and runs nothing, even with a lock. @throws {UserError} */
export async function planProject(build: PlatformBuild): Promise<Plan> {
  return planOf(build, await build.packages);
}

function planOf(
  { session, project, platform }: PlatformProject,
  { lock, tools, builds }: PlatformPackages,
): Plan {
  const { entrypoint, spec, variant, epoch, baseImages, isInspected } = project;
  const base = baseImages.get(formatPlatform(platform));
  return makePlan(atCommits(spec, builds), lock, {
    platform: formatPlatform(platform),
    oci: platform,
    labels: Object.fromEntries(session.options.labels),
    variant,
    ...(isInspected ? { isInspected } : {}),
    ...(base === undefined ? {} : { below: base }),
    builds: new Map(builds.map((build) => [build.name, build.lock])),
    buildImages: project.buildImages.get(formatPlatform(platform)) ?? new Map(),
    certificates: certificatesFor(spec, project.certificates),
    ...(tools === undefined || variant !== 'debug' ? {} : { tools }),
    ...auditSettings(session, { entrypoint }),
    ...(epoch === undefined ? {} : { epoch }),
  });
}
