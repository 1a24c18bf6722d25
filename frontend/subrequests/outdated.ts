import type { Lock } from '../../src/debian/lock.ts';
import { isWhole } from '../../src/plan/make.ts';
import {
  type BuildComparison,
  type Comparison,
  compare,
  compareLockedBuilds,
  isChanged,
} from '../../src/report/outdated.ts';
import { outdatedText } from '../../src/report/outdated-text.ts';
import { lockedBaseImage, type OpenedBaseImage } from '../context/base-image.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { StatusError } from '../errors/status.ts';
import { UserError } from '../errors/user-error.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform } from '../options/platform.ts';
import { requestedPlatforms } from '../options/platforms.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { readProject } from '../project/project.ts';
import { type NamedBaseline, readBaseline } from '../resolve/baseline.ts';
import { commitsOf, type NewestLock, newestBuilds, resolveProject } from '../resolve/newest.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=outdated`: shows whether a new build would differ from the published image. It builds nothing and fetches no
 * package.
 */
export const outdated: Subrequest = {
  name: 'outdated',
  version: '0.1.0',
  description: 'Show whether packages in the published image have newer versions',
  answer: checkPublished,
};

/** Exit statuses of the client; an error is 1. TRY_AGAIN is EX_TEMPFAIL of sysexits.h. */
const OUTDATED = 10;
const TRY_AGAIN = 75;

async function checkPublished(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = await readProject(session, entrypoint, requestedPlatforms, 'newest');
  try {
    const parts = await Promise.all(resolveProject(session, project).map(comparePlatform));
    return answerOf(parts);
  } catch (error) {
    if (error instanceof UserError && error.problems.some(({ code }) => TEMPORARY.has(code)))
      return tryAgain(error.in(entrypoint.file));
    throw error;
  }
}

/** Problems of a mirror that may go away without a change here. */
const TEMPORARY: ReadonlySet<string> = new Set(['mirror-unreachable', 'expired-index']);

interface Part {
  readonly baseline: NamedBaseline;
  readonly comparison: Comparison;
}

async function comparePlatform(newest: NewestLock): Promise<Part> {
  const { project, platform } = newest;
  // Both run at the same time. An error about the Imagefile or the mirror comes before one about the registry.
  const [now, baseline] = await Promise.allSettled([newest.lock, readBaseline(newest)]);
  if (now.status === 'rejected') throw now.reason;
  if (baseline.status === 'rejected') throw baseline.reason;
  const requested = project.spec.packages.filter(({ exclude }) => !exclude).map(({ name }) => name);
  const base = project.baseImages.get(formatPlatform(platform));
  const whole = isWhole(project.spec, project.variant);
  const current = base && { ...base, isWhole: whole, isOther: isOther(baseline.value, base, whole) };
  const comparison = compare(formatPlatform(platform), baseline.value, now.value, requested, current);
  const builds = await buildsOf(newest, now.value, baseline.value);
  return { baseline: baseline.value, comparison: { ...comparison, ...(builds && { builds }) } };
}

/** Compares the entries of `build` with those of a lock; undefined if the baseline has none. */
async function buildsOf(
  on: PlatformProject,
  image: Lock,
  { builds: known = [] }: NamedBaseline,
): Promise<readonly BuildComparison[] | undefined> {
  if (known.length === 0) return undefined;
  const { session, project } = on;
  const now = await newestBuilds(on, commitsOf(session, project));
  return compareLockedBuilds(known, now, image, project.spec.build);
}

/**
 * Reports whether the base image differs from that of the baseline. A pruned image does not show its base
 * image, so only its packages count. A whole image starts with the layers of its base image.
 */
function isOther(baseline: NamedBaseline, base: OpenedBaseImage, whole: boolean): boolean {
  if (baseline.kind === 'lock') {
    const { digest, packages } = baseline.base ?? {};
    const now = lockedBaseImage(base);
    return packages !== now.packages || (digest !== undefined && now.digest !== digest);
  }
  if (!whole) return false;
  return base.layers.some((layer, index) => baseline.layers?.[index] !== layer);
}

function answerOf(parts: readonly Part[]): Answer {
  const [first] = parts;
  if (first === undefined) throw new StatusError('there is no platform to compare');
  const comparisons = parts.map(({ comparison }) => comparison);
  const isOutdated = comparisons.some(
    ({ changes, below, builds }) => changes.length > 0 || below !== undefined || builds?.some(isChanged),
  );
  const platforms = parts.map(({ baseline: { digest }, comparison }) => ({
    ...comparison,
    ...(digest === undefined ? {} : { digest }),
  }));
  const { kind, name } = first.baseline;
  return {
    text: outdatedText(name, comparisons),
    json: JSON.stringify({ outdated: isOutdated, baseline: { kind, name }, platforms }, null, 2),
    exitCode: isOutdated ? OUTDATED : 0,
  };
}

function tryAgain({ message, problems }: UserError): Answer {
  const said = problems.map(({ code, message, fix }) => ({ code, message, ...(fix && { fix }) }));
  return {
    text: `Try again later.\n${message}\n`,
    json: JSON.stringify({ problems: said }, null, 2),
    exitCode: TRY_AGAIN,
  };
}
