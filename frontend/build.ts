import type { Chosen } from '../src/debian/version-differences.ts';
import { marshal } from '../src/llb/index.ts';
import type { Plan } from '../src/plan/plan.ts';
import type { Result } from './bridge.ts';
import { verifyContext } from './context.ts';
import { joined, UserError } from './errors.ts';
import { warnOf } from './lint.ts';
import type { Platform } from './platform.ts';
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
  const builds = project.platforms.map((platform) => buildPlatform(session, project, platform));
  const [parts] = await Promise.all([allOf(builds), verifyContext(session, project)]);
  await warnOfDifferences(
    warner,
    parts.map(({ plan }) => chosenIn(plan)),
  );
  return imageResult(
    parts.map(({ result }) => result),
    { multiPlatform },
  );
}

function chosenIn({ architecture, bootstrap, install }: Plan): Chosen {
  return { architecture, base: bootstrap.packages, packages: install.packages };
}

interface Built {
  readonly result: PlatformResult;
  readonly plan: Plan;
}

async function buildPlatform(session: Session, project: Project, platform: Platform): Promise<Built> {
  const { image, report, plan } = await compileProject(session, project, platform);
  const output = project.variant === 'report' ? (report ?? noReport(project)) : image;
  const { definition } = marshal(output, project.entrypoint.source);
  const ref = await session.bridge.solve({ definition }, { cacheImports: session.options.cacheImports });
  const epoch = Date.parse(plan.config.created) / 1000;
  const attestations = await sbomOf(session, project, platform, { plan, output });
  return { result: { platform, ref, config: plan.config, epoch, attestations }, plan };
}

/**
 * As Promise.all, but what is wrong on any platform is said at once, and what is wrong on several only once. It does not
 * depend on which of them was the first.
 */
async function allOf<T>(builds: readonly Promise<T>[]): Promise<T[]> {
  const failures = (await Promise.allSettled(builds)).flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  const [first, ...others] = failures;
  if (others.length > 0 && failures.every((failure) => failure instanceof UserError)) throw joined(failures);
  if (failures.length > 0) throw first;
  return Promise.all(builds);
}

function noReport({ entrypoint }: Project): never {
  const message = 'target "report" does not exist where everything is kept ("prune: none")';
  throw new UserError([{ code: 'unknown-target', message }], entrypoint.file);
}
