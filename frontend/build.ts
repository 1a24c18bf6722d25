import { marshal } from '../src/llb/index.ts';
import type { Result } from './bridge.ts';
import { verifyContext } from './context.ts';
import { joined, UserError } from './errors.ts';
import type { Platform } from './platform.ts';
import { compileProject, type Project, readProject } from './project.ts';
import { imageResult, type PlatformResult } from './result.ts';
import type { Session } from './session.ts';
import { answer } from './subrequests/index.ts';

/** Reads the Imagefile and returns, for each platform, a graph that the daemon builds when the result is used. */
export async function build(session: Session): Promise<Result> {
  const { requestId, multiPlatform } = session.options;
  if (requestId !== undefined && requestId !== '') return answer(session, requestId);
  const project = await readProject(session);
  const builds = project.platforms.map((platform) => buildPlatform(session, project, platform));
  const [parts] = await Promise.all([allOf(builds), verifyContext(session, project)]);
  return imageResult(parts, { multiPlatform });
}

async function buildPlatform(
  session: Session,
  project: Project,
  platform: Platform,
): Promise<PlatformResult> {
  const { image, plan } = await compileProject(session, project, platform);
  const { definition } = marshal(image, project.entrypoint.source);
  const ref = await session.bridge.solve({ definition }, { cacheImports: session.options.cacheImports });
  return { platform, ref, config: plan.config, epoch: Date.parse(plan.config.created) / 1000 };
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
