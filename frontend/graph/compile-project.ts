import type { CompileContext } from '../../src/compile/context.ts';
import { type Compiled, compile, type Model } from '../../src/compile/image.ts';
import type { Output } from '../../src/llb/index.ts';
import { makePlan } from '../../src/plan/make.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { atCommits, verifyRepositories } from '../context/git-sources.ts';
import { namedContexts } from '../context/named-context.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { compileContextOf } from '../project/compile-context.ts';
import { auditSettings } from '../project/lint.ts';
import { type Project, projectFor } from '../project/project.ts';
import type { PlatformPackages } from '../resolve/choose.ts';
import { snapshotBase } from '../resolve/mirror.ts';
import { fallBackToSnapshot } from '../resolve/snapshot-fallback.ts';
import { chain, type Link } from './chain.ts';

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
  chosen: Promise<PlatformPackages>,
  turn?: CompileContext['turn'],
  link: Link<Output> = chain<Output>()(),
): Promise<Compiled & { readonly plan: Plan }> {
  const project = projectFor(whole, platform);
  const { entrypoint } = project;
  const [named, found] = await Promise.all([namedContexts(session, project.spec, platform), chosen]);
  const plain = { ...compileContextOf(session, project, platform), named };
  const compileContext = turn === undefined ? plain : { ...plain, turn, ignoreCache: true };
  const asked = atCommits(project.spec, found.builds);
  const tagged = await verifyRepositories(session.bridge, compileContext, asked);
  const locks = withCommits(found, tagged);
  const model = locks.model && (await modelOf(session, project, locks.model));
  const compileLocks = (chosen: PlatformPackages) => {
    const plan = planOf(session, project, platform, chosen);
    return { plan, ...compile(compileContext, plan, model) };
  };
  const compiled = compileLocks(locks);
  const image = compiled.image(await link.previous);
  link.pass(image);
  if (entrypoint.lock === undefined) return compiled;
  const moved = await fallBackToSnapshot({
    bridge: session.bridge,
    warner: entrypoint.warner,
    compileContext,
    locks,
    plan: compiled.plan,
    compiled: { ...compiled, image },
    snapshot: snapshotBase(session, project.spec),
    cached: session.options.cacheImports.length > 0,
  });
  return moved === undefined ? compiled : compileLocks(moved);
}

/** With the commits of these builds, as of a lock. */
function withCommits(
  { model, ...locks }: PlatformPackages,
  commits: ReadonlyMap<string, string>,
): PlatformPackages {
  const builds = locks.builds.map((each) => {
    const commit = commits.get(each.name);
    return commit === undefined ? each : { ...each, commit };
  });
  return { ...locks, builds, ...(model === undefined ? {} : { model: withCommits(model, commits) }) };
}

/** The same for the machine's own platform, where the checks can be watched. @throws {UserError} */
async function modelOf(session: Session, whole: Project, locks: PlatformPackages): Promise<Model> {
  const native = session.options.buildPlatform;
  const project = projectFor(whole, native);
  const named = await namedContexts(session, project.spec, native);
  return {
    context: { ...compileContextOf(session, project, native), named },
    plan: planOf(session, project, native, locks),
  };
}

/** What would be built for a platform: nothing is fetched or run, also where there is a lock. @throws {UserError} */
export async function planProject(
  session: Session,
  project: Project,
  platform: Platform,
  chosen: Promise<PlatformPackages>,
): Promise<Plan> {
  return planOf(session, projectFor(project, platform), platform, await chosen);
}

function planOf(
  session: Session,
  { entrypoint, spec, variant, epoch, baseImages }: Project,
  platform: Platform,
  { lock, tools, builds }: PlatformPackages,
): Plan {
  const below = baseImages.get(formatPlatform(platform));
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
