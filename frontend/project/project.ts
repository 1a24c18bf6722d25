import { type LockedRequest, lockedRequest } from '../../src/debian/locked-request.ts';
import type { Output } from '../../src/llb/index.ts';
import { type BaseImages, openBaseImages, requireProgram, withSuite } from '../context/base-image.ts';
import { buildContext } from '../context/build-context.ts';
import { type BuildImages, openBuildImages } from '../context/build-images.ts';
import { type Certificates, readCertificates } from '../context/certificates.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { epochOf } from '../context/epoch.ts';
import { lockedBaseDigests, lockedBuildDigests } from '../context/lock-file.ts';
import { type KeyedRepository, type Keys, readKeys, withKeys } from '../context/signing-keys.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { runnablePlatforms, withModels } from '../options/platforms.ts';
import { type Imagefile, readImagefile } from './imagefile.ts';
import { chooseTarget, type Target } from './target.ts';

/** Project is a valid Imagefile with the options of the client. `spec` and `tree` are those of its first platform. */
export interface Project extends Imagefile, Target {
  /** The target by name of the platform. Its packages are chosen for all platforms together. */
  readonly targetFor: ReadonlyMap<string, Target>;
  /** Undefined if the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly platforms: readonly Platform[];
  readonly repositories: readonly KeyedRepository[];
  /** The keys of the repositories, and of the sources of `build`. */
  readonly keys: Keys;
  /** The certificates, by their place in the Imagefile. */
  readonly certificates: Certificates;
  /** The request that a new lock records. */
  readonly lockedRequest: LockedRequest;
  /** SOURCE_DATE_EPOCH of the client, in seconds since 1970. */
  readonly epoch: number | undefined;
  /** Set if the answer is about the tree, and no image is made: see `inspected`. */
  readonly isInspected?: true;
  /** The base images of `from`; empty without it. */
  readonly baseImages: BaseImages;
  /** The images that entries of `build` are built in. */
  readonly buildImages: BuildImages;
}

/**
 * Reads the project that an Imagefile describes.
 * @param platforms returns the platforms to build for and refuses others; by default, those that cannot be built here
 * @param use whether the base image is that of the lock, or the newest
 * @throws {UserError} with all problems of the Imagefile
 */
export async function readProject(
  session: Session,
  entrypoint: Entrypoint,
  platforms: typeof runnablePlatforms = runnablePlatforms,
  use: 'locked' | 'newest' = 'locked',
): Promise<Project> {
  const imagefile = readImagefile(session, entrypoint);
  const { parsed, parsedFor } = imagefile;
  const chosen = chooseTarget(session.options.target, parsed);
  const targets = new Map(
    [...parsedFor].map(([platform, each]) => [platform, chooseTarget(session.options.target, each)]),
  );
  const specFor = (platform: Platform) => (targets.get(formatPlatform(platform)) ?? chosen).spec;
  const requested = platforms(session.options, specFor);
  const opened = platforms === runnablePlatforms ? withModels(session.options, requested) : requested;
  const read = [chosen, ...targets.values()].map(({ spec }) => spec);
  const isLocked = use === 'locked';
  const [keys, certificates, epoch, baseImages, buildImages] = await Promise.all([
    readKeys(session, read, entrypoint),
    readCertificates(session, read, entrypoint),
    epochOf(session, entrypoint),
    openBaseImages(
      session,
      chosen.spec,
      opened,
      isLocked ? lockedBaseDigests(entrypoint, opened) : new Map(),
    ),
    openBuildImages(session, specFor, opened, isLocked ? lockedBuildDigests(entrypoint, opened) : new Map()),
  ]);
  const targetFor = new Map(
    [...targets].map(([platform, { spec, ...target }]): [string, Target] => [
      platform,
      { ...target, spec: withSuite(spec, baseImages) },
    ]),
  );
  const specs = [...targetFor.values()].map(({ spec }) => spec);
  const context = buildContext(session, specs, entrypoint);
  const target = { ...chosen, spec: withSuite(chosen.spec, baseImages) };
  for (const [platform, base] of baseImages) {
    requireProgram((targetFor.get(platform) ?? target).spec, base);
  }
  const repositories = withKeys(chosen.spec.repositories, keys);
  return {
    ...imagefile,
    ...target,
    targetFor,
    context,
    keys,
    certificates,
    repositories,
    lockedRequest: lockedRequest(target.spec, repositories, keys),
    baseImages,
    buildImages,
    platforms: requested,
    epoch,
  };
}
