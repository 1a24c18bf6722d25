import { inRelease } from '../src/compile/indexes.ts';
import { type IndexedArchive, resolve } from '../src/compile/resolve.ts';
import type { Site } from '../src/compile/site.ts';
import { suiteArchives } from '../src/debian/archive.ts';
import type { Archive, Lock } from '../src/debian/lock.ts';
import { packageIndexes, parseRelease, type Release } from '../src/debian/release.ts';
import type { Resolution, ResolveRequest } from '../src/debian/resolution.ts';
import type { Range } from '../src/imagefile/diagnostic.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import type { Bridge } from './bridge.ts';
import type { Mirror } from './builder.ts';
import { findElsewhere } from './elsewhere.ts';
import { UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import { type Warner, withoutGaps } from './gaps.ts';
import { readText } from './read.ts';
import { downloadProblem, noIndexProblem, problemsOf, suitePlace } from './resolve-problems.ts';

/** What a lock is made for. */
export interface LockRequest {
  readonly spec: Spec;
  readonly file: SourceFile;
  /** Debian's name. */
  readonly architecture: string;
  readonly mirror: Mirror;
}

/** Chooses the packages: the signed indexes as they are now, and apt's answer. @throws {UserError} */
export async function resolveLock(warner: Warner, site: Site, request: LockRequest): Promise<Lock> {
  const { bridge } = warner;
  const { spec, file } = request;
  const at = suitePlace(spec);
  const archives = suiteArchives(request.mirror.url, spec.suite.name);
  const listed = await firstFailure(archives.map((archive) => readIndex(bridge, site, archive, request, at)));
  const { frozen } = request.mirror;
  const indexed = frozen ? await withoutGaps(warner, site, listed, request.architecture) : listed;
  const answers = resolve(site, resolveRequest(request, archives), indexed, at);
  const text = await readText(bridge, answers, 'resolution.json').catch((error) => {
    throw downloadProblem(error, { url: request.mirror.url, suite: spec.suite.name }, spec, file);
  });
  const answer: Resolution = JSON.parse(text);
  if ('lock' in answer) return answer.lock;
  const [main] = indexed;
  const elsewhere = main && (await findElsewhere(bridge, site, main, answer.problems));
  throw new UserError(problemsOf(answer.problems, spec, request.architecture, elsewhere), file);
}

async function readIndex(
  bridge: Bridge,
  site: Site,
  archive: Archive,
  { spec, file, architecture }: LockRequest,
  at: readonly Range[],
): Promise<IndexedArchive & { readonly release: Release }> {
  const text = await readText(bridge, inRelease(site, archive, at), 'InRelease').catch((error) => {
    throw downloadProblem(error, archive, spec, file);
  });
  const release = readRelease(text, archive, spec, file);
  return { archive, release, indexes: packageIndexes(release, spec.suite.components, architecture) };
}

function readRelease(text: string, archive: Archive, spec: Spec, file: SourceFile): Release {
  try {
    return parseRelease(text);
  } catch (error) {
    throw noIndexProblem(error, archive, spec, file);
  }
}

/** As Promise.all, but of several failures the first in the list counts, not the first in time. */
async function firstFailure<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function resolveRequest(
  { spec, architecture, mirror }: LockRequest,
  archives: readonly Archive[],
): ResolveRequest {
  return {
    ...(mirror.frozen ? { acceptExpired: true } : {}),
    architecture,
    suite: spec.suite.name,
    components: spec.suite.components,
    archives,
    recommends: spec.recommends,
    packages: spec.packages
      .filter(({ architectures }) => architectures.length === 0 || architectures.includes(architecture))
      .map(({ name, exclude, version, suite }) => ({
        name,
        exclude,
        ...(version === undefined ? {} : { version }),
        ...(suite === undefined ? {} : { suite }),
      })),
  };
}
