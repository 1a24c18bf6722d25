import type { CompileContext } from '../../src/compile/context.ts';
import { inRelease } from '../../src/compile/indexes.ts';
import { type IndexedArchive, resolve, resolveAgain } from '../../src/compile/resolve.ts';
import { type Archive, pickedArchives, suiteArchives } from '../../src/debian/archive.ts';
import { packageIndexes, parseRelease, type Release } from '../../src/debian/release.ts';
import type { RequestedArchive, Resolution, ResolveRequest } from '../../src/debian/resolution.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import type { Output } from '../../src/llb/index.ts';
import type { KeyedRepository } from '../context/signing-keys.ts';
import { UserError } from '../errors/user-error.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { readText } from '../gateway/read-text.ts';
import { evaluationContext } from '../project/compile-context.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import type { Choice } from './align-versions.ts';
import { type ReadIndex, refuseExpired, warnOfOld } from './index-dates.ts';
import {
  downloadProblem,
  indexProblem,
  listProblem,
  noArchitecture,
  suitePlace,
  unknownComponents,
} from './index-problems.ts';
import type { ChosenMirror } from './mirror.ts';
import { findOtherArchitectures } from './other-architectures.ts';
import { dropMissingPockets } from './partial-mirror.ts';
import { problemsOf } from './resolve-problems.ts';

/** LockRequest is a request to choose packages. */
export interface LockRequest {
  readonly spec: Spec;
  /** Debian's name of the architecture of the packages. */
  readonly architecture: string;
  /** The architecture that programs are built for, if it is another one. */
  readonly target?: string;
  readonly mirror: ChosenMirror;
  readonly repositories: readonly KeyedRepository[];
  /** The tree that `spec.from` names, if it is not the base image of the Imagefile. */
  readonly base?: Output;
}

/** Chooses the packages with apt, from the current signed indexes. @throws {UserError} */
export async function resolvePackages(on: PlatformProject, request: LockRequest): Promise<Choice> {
  if (addsNothing(request)) return baseAlone(request);
  const { bridge } = on.session;
  const { warner } = on.project.entrypoint;
  const { spec, base } = request;
  const compileContext = { ...evaluationContext(on), ...(base === undefined ? {} : { base }) };
  const at = suitePlace(spec);
  const archives = archivesOf(request);
  const listed = await firstFailure(
    archives.map((archive) => readIndex(bridge, compileContext, archive, request)),
  );
  const { frozen } = request.mirror;
  const indexed = frozen
    ? await dropMissingPockets(bridge, warner, compileContext, listed, request.architecture)
    : listed;
  const question = resolveRequest(request, archives);
  const ask = async (context: CompileContext) => {
    const asked = resolve(context, question, indexed, at);
    const found = await readAnswer(bridge, asked).catch((error) => {
      throw listProblem(error, indexed, spec);
    });
    return { asked, found };
  };
  const known = await ask(compileContext);
  // A problem may come from the cache, and from a machine whose clock was wrong then.
  const { asked: first, found: answer } =
    'lock' in known.found ? known : await ask({ ...compileContext, ignoreCache: true });
  if ('lock' in answer) {
    const now = Date.now() / 1000;
    refuseExpired(indexed, spec, now);
    await warnOfOld(warner, indexed, spec, now);
    const hold: Choice['hold'] = async (held) => {
      const again = await readAnswer(bridge, resolveAgain(compileContext, { ...question, held }, first, at));
      return 'lock' in again ? again.lock : undefined;
    };
    return { ...answer, hold };
  }
  const [main] = indexed;
  const elsewhere = main && (await findOtherArchitectures(bridge, compileContext, main, answer.problems));
  throw new UserError(problemsOf(answer.problems, spec, request.architecture, elsewhere));
}

/** Reports whether no packages are added to a base image. It then needs no archive and may be of any distribution. */
function addsNothing({ spec, architecture, target = architecture }: LockRequest): boolean {
  const isWanted = ({ exclude, architectures }: Spec['packages'][number]) =>
    !exclude && (architectures.length === 0 || architectures.includes(target));
  return spec.from !== undefined && !spec.packages.some(isWanted);
}

function baseAlone({ spec, architecture }: LockRequest): Choice {
  const lock = { architecture, suite: spec.suite.name, archives: [], base: [], packages: [], tools: [] };
  return { lock, versions: {}, hold: async () => undefined };
}

async function readAnswer(bridge: Bridge, resolved: Output): Promise<Resolution> {
  return JSON.parse(await readText(bridge, resolved, 'resolution.json'));
}

/** Returns the suite with its pockets, then the pockets that packages are picked from, then the repositories. */
function archivesOf({ spec, mirror, repositories }: LockRequest): RequestedArchive[] {
  const { name, components } = spec.suite;
  const picked = spec.packages.flatMap(({ suite }) => suite ?? []);
  const acceptExpired = mirror.frozen || mirror.past;
  const inSuite = (base: boolean) => (archive: Archive) => ({
    ...archive,
    components,
    base,
    ...(acceptExpired ? { acceptExpired } : {}),
  });
  return [
    ...suiteArchives(mirror.url, name).map(inSuite(true)),
    ...pickedArchives(mirror.url, name, picked).map(inSuite(false)),
    ...repositories.map(({ url, suite, components, digest, override }) => ({
      url,
      suite,
      components,
      base: false,
      key: digest,
      ...(override ? { override } : {}),
    })),
  ];
}

/** Some fifty times the InRelease of a large archive. */
const LARGEST_RELEASE = 10_000_000;

async function readIndex(
  bridge: Bridge,
  compileContext: CompileContext,
  archive: RequestedArchive,
  { spec, architecture, target, repositories }: LockRequest,
): Promise<IndexedArchive & ReadIndex> {
  const at = suitePlace(spec);
  const text = await readText(
    bridge,
    inRelease(compileContext, archive, at),
    'InRelease',
    LARGEST_RELEASE,
  ).catch((error) => {
    throw downloadProblem(error, archive, spec);
  });
  const release = readRelease(text, archive, spec);
  if (archive.suite === spec.suite.name && archive.base && !release.architectures.includes(architecture))
    throw noArchitecture(release, architecture, archive, spec);
  const isWhole = archive.suite === spec.suite.name || archive.key !== undefined;
  const unknown = isWhole ? unknownComponents(release, archive, spec) : undefined;
  if (unknown !== undefined) throw unknown;
  const key = repositories.find(({ url, suite }) => url === archive.url && suite === archive.suite)?.bytes;
  const foreign = target === undefined ? [] : packageIndexes(release, archive.components, target);
  const indexes = [
    ...packageIndexes(release, archive.components, architecture),
    ...foreign.map((index) => ({ ...index, architecture: target })),
  ];
  const found = { archive, release, indexes };
  return archive.key === undefined || key === undefined ? found : { ...found, key };
}

function readRelease(text: string, archive: Archive, spec: Spec): Release {
  try {
    return parseRelease(text);
  } catch (error) {
    throw indexProblem(error, archive, spec);
  }
}

/** Waits for all promises, as Promise.all does, but rejects with the first failure in the list, not the first in time. */
async function firstFailure<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

function resolveRequest(
  { spec, architecture, target }: LockRequest,
  archives: readonly RequestedArchive[],
): ResolveRequest {
  return {
    architecture,
    suite: spec.suite.name,
    archives,
    ...(target === undefined ? {} : { target }),
    recommends: spec.recommends,
    ...(spec.from === undefined ? {} : { isUpon: true }),
    packages: spec.packages
      .filter(
        ({ architectures }) => architectures.length === 0 || architectures.includes(target ?? architecture),
      )
      .map(({ name, exclude, version, suite }) => ({
        name,
        exclude,
        ...(version === undefined ? {} : { version }),
        ...(suite === undefined ? {} : { suite }),
      })),
  };
}
