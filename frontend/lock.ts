import { inRelease } from '../src/compile/indexes.ts';
import { type IndexedArchive, resolve } from '../src/compile/resolve.ts';
import type { Site } from '../src/compile/site.ts';
import { suiteArchives } from '../src/debian/archive.ts';
import type { Archive, Lock } from '../src/debian/lock.ts';
import { packageIndexes, parseRelease } from '../src/debian/release.ts';
import type { Resolution, ResolveRequest } from '../src/debian/resolution.ts';
import type { Range } from '../src/imagefile/diagnostic.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { marshal, type Output } from '../src/llb/index.ts';
import { type Bridge, BridgeError } from './bridge.ts';
import { UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import { downloadProblem, problemsOf, suitePlace } from './resolve-problems.ts';

/** What a lock is made for. */
export interface LockRequest {
  readonly spec: Spec;
  readonly file: SourceFile;
  /** Debian's name. */
  readonly architecture: string;
  /** Without trailing slash. */
  readonly mirror: string;
}

/** Chooses the packages: the signed indexes as they are now, and apt's answer. @throws {UserError} */
export async function resolveLock(bridge: Bridge, site: Site, request: LockRequest): Promise<Lock> {
  const { spec, file } = request;
  const at = suitePlace(spec);
  const archives = suiteArchives(request.mirror, spec.suite.name);
  const indexed = await firstFailure(
    archives.map((archive) => readIndex(bridge, site, archive, request, at)),
  );
  const answers = resolve(site, resolveRequest(request, archives), indexed, at);
  const text = await read(bridge, answers, 'resolution.json').catch((error) => {
    throw downloadProblem(error, { url: request.mirror, suite: spec.suite.name }, spec, file);
  });
  const answer: Resolution = JSON.parse(text);
  if ('lock' in answer) return answer.lock;
  throw new UserError(problemsOf(answer.problems, spec, request.architecture), file);
}

async function readIndex(
  bridge: Bridge,
  site: Site,
  archive: Archive,
  { spec, file, architecture }: LockRequest,
  at: readonly Range[],
): Promise<IndexedArchive> {
  const text = await read(bridge, inRelease(site, archive, at), 'InRelease').catch((error) => {
    throw downloadProblem(error, archive, spec, file);
  });
  const indexes = packageIndexes(parseRelease(text), spec.suite.components, architecture);
  return { archive, indexes };
}

/** As Promise.all, but of several failures the first in the list counts, not the first in time. */
async function firstFailure<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function resolveRequest({ spec, architecture }: LockRequest, archives: readonly Archive[]): ResolveRequest {
  return {
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

/** A file of a tree that is built for it now. Without places: see Bridge. */
async function read(bridge: Bridge, tree: Output, path: string): Promise<string> {
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) throw new BridgeError(`the tree that should hold ${path} is empty`);
  return (await bridge.readFile(ref, path)).toString('utf8');
}
