import { type LockedRequest, lockedRequest } from '../../src/debian/locked-request.ts';
import type { Output } from '../../src/llb/index.ts';
import { type BaseImages, openBaseImages, requireProgram, withSuite } from '../context/base-image.ts';
import { buildContext } from '../context/build-context.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { epochOf } from '../context/epoch.ts';
import { lockedBaseDigests } from '../context/lock-file.ts';
import { type KeyedRepository, type Keys, readKeys, withKeys } from '../context/signing-keys.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { runnablePlatforms, withModels } from '../options/platforms.ts';
import { type Imagefile, readImagefile } from './imagefile.ts';
import { chooseTarget, type Target } from './target.ts';

/** An Imagefile that was read and is right, with what the client says about it. `spec` and `tree` are those of its first platform. */
export interface Project extends Imagefile, Target {
  /** What is built for each platform, by its name; of all of them, the same packages are chosen. */
  readonly targetFor: ReadonlyMap<string, Target>;
  /** Absent when the Imagefile copies nothing. */
  readonly context: Output | undefined;
  readonly platforms: readonly Platform[];
  readonly repositories: readonly KeyedRepository[];
  /** Of these, and of what is built. */
  readonly keys: Keys;
  /** What a lock of it is made for. */
  readonly lockedRequest: LockedRequest;
  /** The date that the client wants, in seconds since 1970. */
  readonly epoch: number | undefined;
  /** The images that `from` names; none without it. */
  readonly baseImages: BaseImages;
}

/**
 * Reads the project that an Imagefile describes.
 * @param platforms gives those that may be requested; by default, those that can be built here
 * @param use whether an image to build upon is the one of the lock, or the newest
 * @throws {UserError} with all that is wrong with it
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
  const [keys, epoch, baseImages] = await Promise.all([
    readKeys(session, read, entrypoint),
    epochOf(session, entrypoint),
    openBaseImages(
      session,
      chosen.spec,
      opened,
      use === 'locked' ? lockedBaseDigests(entrypoint, opened) : new Map(),
    ),
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
    repositories,
    lockedRequest: lockedRequest(target.spec, repositories, keys),
    baseImages,
    platforms: requested,
    epoch,
  };
}
