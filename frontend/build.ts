import type { Lock } from '../src/debian/lock.ts';
import { marshal } from '../src/llb/index.ts';
import type { Result } from './bridge.ts';
import { forPlatforms, type Locks } from './choose.ts';
import { verifyContext } from './context.ts';
import { UserError } from './errors.ts';
import { warnOf } from './lint.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { compileProject, type Project, readProject } from './project.ts';
import { imageResult, type PlatformResult } from './result.ts';
import { sbomOf } from './sbom.ts';
import type { Session } from './session.ts';
import { answer } from './subrequests/index.ts';
import { warnOfDifferences, warnOfNetwork } from './warnings.ts';

/** Reads the Imagefile and returns, for each platform, a graph that the daemon builds when the result is used. */
export async function build(session: Session): Promise<Result> {
  const { requestId, multiPlatform } = session.options;
  if (requestId !== undefined && requestId !== '') return answer(session, requestId);
  const project = await readProject(session);
  const warner = { bridge: session.bridge, digest: project.entrypoint.digest };
  await warnOf(session, project, project);
  await warnOfNetwork(warner, session.options);
  const builds = forPlatforms(session, project, (platform, locks) =>
    buildPlatform(session, project, platform, locks),
  );
  const [parts] = await Promise.all([builds, verifyContext(session, project)]);
  await warnOfDifferences(
    warner,
    parts.map(({ lock }) => lock),
  );
  return imageResult(
    parts.map(({ result }) => result),
    { multiPlatform },
  );
}

interface Built {
  readonly result: PlatformResult;
  readonly lock: Lock;
}

async function buildPlatform(
  session: Session,
  project: Project,
  platform: Platform,
  locks: Promise<Locks>,
): Promise<Built> {
  const { image, report, plan } = await compileProject(session, project, platform, locks);
  const output = project.variant === 'report' ? (report ?? noReport(project)) : image;
  const { definition } = marshal(output, project.entrypoint.source);
  const ref = await session.bridge.solve({ definition }, { cacheImports: session.options.cacheImports });
  const epoch = Date.parse(plan.config.created) / 1000;
  const attestations = await sbomOf(session, project, platform, { plan, output });
  const { lock } = await locks;
  const below = plan.prune === undefined ? project.belows.get(formatPlatform(platform)) : undefined;
  const base = below?.config === undefined ? {} : { baseConfig: below.config };
  return { result: { platform, ref, config: plan.config, epoch, ...base, attestations }, lock };
}

function noReport({ entrypoint }: Project): never {
  const message = 'target "report" does not exist where everything is kept ("prune: none")';
  throw new UserError([{ code: 'unknown-target', message }], entrypoint.file);
}
