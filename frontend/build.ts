import type { Lock } from '../src/debian/lock.ts';
import { marshal, type Output } from '../src/llb/index.ts';
import { verifyContext } from './context/build-context.ts';
import { type Entrypoint, readEntrypoint } from './context/entrypoint.ts';
import { UserError } from './errors/user-error.ts';
import type { Result } from './gateway/bridge.ts';
import { answerResult, imageResult, type PlatformResult } from './gateway/result.ts';
import type { Session } from './gateway/session.ts';
import { buildChecked } from './graph/build-checked.ts';
import { chain, type Link } from './graph/chain.ts';
import { compileProject } from './graph/compile-project.ts';
import { outputOf } from './graph/output.ts';
import { sbomOf } from './graph/sbom.ts';
import { formatPlatform } from './options/platform.ts';
import { runsHere } from './options/platforms.ts';
import { inspected } from './project/inspected.ts';
import { warnOf } from './project/lint.ts';
import { readProject } from './project/project.ts';
import { warnOfDifferences, warnOfNetwork, warnOfSkipped } from './project/warnings.ts';
import { forPlatforms, type PlatformBuild } from './resolve/choose.ts';
import { findSubrequest } from './subrequests/index.ts';

/** Builds an Imagefile, or answers a subrequest about it. @throws {UserError} that names the file of each problem */
export async function build(session: Session): Promise<Result> {
  const { requestId = '' } = session.options;
  const subrequest = requestId === '' ? undefined : findSubrequest(requestId);
  if (subrequest?.needsImagefile === false) return answerResult(await subrequest.answer(session));
  const entrypoint = await readEntrypoint(session);
  try {
    if (subrequest === undefined) return await buildImage(session, entrypoint);
    return answerResult(await subrequest.answer(session, entrypoint));
  } catch (error) {
    throw error instanceof UserError ? error.in(entrypoint.file) : error;
  }
}

/** Returns a graph for each platform, which the daemon builds when the result is used. */
async function buildImage(session: Session, entrypoint: Entrypoint): Promise<Result> {
  const { multiPlatform } = session.options;
  const read = await readProject(session, entrypoint);
  const project = read.variant === 'report' ? inspected(read) : read;
  const { warner } = project.entrypoint;
  await warnOf(session, project, project);
  await warnOfNetwork(warner, session.options);
  const [planned, final, sboms] = [chain<Output>(), chain<Output>(), chain<Output>()];
  const builds = forPlatforms(session, project, (build) => {
    const links = { planned: planned(), final: final(), sbom: sboms() };
    return buildPlatform(build, links).finally(() => {
      for (const link of Object.values(links)) link.pass();
    });
  });
  const [parts] = await Promise.all([builds, verifyContext(session, project)]);
  await warnOfDifferences(
    warner,
    parts.map(({ lock }) => lock),
  );
  await warnOfSkipped(
    warner,
    parts.flatMap(({ result, isUnchecked }) => (isUnchecked ? [result.platform] : [])),
  );
  return imageResult(
    parts.map(({ result }) => result),
    { multiPlatform },
  );
}

/** Annotations of an image whose checks were not run. */
const UNCHECKED = { 'mib.checks': 'skipped' };

/** Links are the links to the image and the SBOM of the previous platform. */
interface Links {
  /** Its packages come from where the lock says. */
  readonly planned: Link<Output>;
  /** Packages that have left the mirror come from the snapshot archive. */
  readonly final: Link<Output>;
  readonly sbom: Link<Output>;
}

interface Built {
  readonly result: PlatformResult;
  readonly lock: Lock;
  readonly isUnchecked: boolean;
}

async function buildPlatform(build: PlatformBuild, { planned, final, sbom }: Links): Promise<Built> {
  const { session, project, platform } = build;
  const compiled = await compileProject(build, planned);
  const { plan } = compiled;
  const output = await outputOf(build, compiled, final);
  await buildChecked(build, plan, output);
  const { definition } = marshal(output, project.entrypoint.source);
  const ref = await session.bridge.solve({ definition });
  const epoch = Date.parse(plan.config.created) / 1000;
  const attestations = await sbomOf(build, { plan, output }, sbom);
  const { lock } = await build.packages;
  const baseImage = plan.prune === undefined ? project.baseImages.get(formatPlatform(platform)) : undefined;
  const base = baseImage?.config === undefined ? {} : { baseConfig: baseImage.config };
  const isUnchecked = plan.checks.length > 0 && !runsHere(session.options, platform);
  const annotations = isUnchecked ? { annotations: UNCHECKED } : {};
  const result = { platform, ref, config: plan.config, epoch, ...base, attestations, ...annotations };
  return { result, lock, isUnchecked };
}
