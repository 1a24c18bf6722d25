import type { Published } from '../../src/compile/report.ts';
import type { Lock, LockedBaseImage, LockedBuild } from '../../src/debian/lock.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { marshal } from '../../src/llb/index.ts';
import { MADE_BY_MIB } from '../../src/plan/config.ts';
import type { Installed } from '../../src/report/installed.ts';
import type { Baseline } from '../../src/report/outdated.ts';
import { readBasePackages } from '../context/base-packages.ts';
import { readImageConfig } from '../context/image-config.ts';
import { givenContext } from '../context/named-context.ts';
import { storedImage, type Wanted } from '../context/stored-image.ts';
import { treeFiles } from '../context/tree-files.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import { FileFault } from '../gateway/regular-file.ts';
import type { Session } from '../gateway/session.ts';
import type { Platform } from '../options/platform.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { lockedProject } from './locked.ts';

/** NamedBaseline is a baseline with its name in messages. */
export interface NamedBaseline extends Baseline {
  readonly name: string;
  /** Digest of an image. */
  readonly digest?: string;
  /** Diff ids of the layers of an image. */
  readonly layers?: readonly string[];
  /** The base image that a lock was made for. */
  readonly base?: LockedBaseImage;
  /** The entries of `build` in a lock; absent for an image. */
  readonly builds?: readonly LockedBuild[];
}

/** The named context of the published image. */
const CONTEXT = 'published';
const SCHEME = 'docker-image://';

/** Reads the baseline: the image that the client names, or else that of the Imagefile, or else the lock. @throws {UserError} */
export async function readBaseline(on: PlatformProject): Promise<NamedBaseline> {
  const baseline = (await publishedBaseline(on)) ?? lockedBaseline(on);
  if (baseline === undefined) throw new UserError([NOTHING_NAMED]);
  return baseline;
}

/** Reads the published image: the one that the client names, or else that of the Imagefile. @throws {UserError} */
export async function publishedBaseline(on: PlatformProject): Promise<NamedBaseline | undefined> {
  const { session, project, platform } = on;
  const { spec } = project;
  const given = givenImage(session, platform);
  const wanted = given ?? imageOf(spec, platform);
  if (wanted === undefined) return undefined;
  const { name } = wanted;
  const at = given === undefined ? spec.image?.at : undefined;
  const found = await readable(name, at, readImage(session, wanted));
  if (found === undefined) throw invalid(`the image "${name}" was not built by mib`, FOREIGN, at);
  return { ...found, name };
}

/** Returns the image in the context `published`, if the client gives one. Any tool may have built it. @throws {UserError} */
export async function publishedImage(session: Session, platform: Platform): Promise<Published | undefined> {
  const wanted = givenImage(session, platform);
  if (wanted === undefined) return undefined;
  const stored = await readable(wanted.name, undefined, storedImage(session, wanted));
  return stored && { name: wanted.name, tree: stored.tree };
}

/** Reports whether the client names the published image. */
export function isPublishedGiven({ session, platform }: PlatformProject): boolean {
  return givenContext(session, CONTEXT, platform) !== undefined;
}

/** Returns the image that the client gives. @throws {UserError} if the context is not an image */
function givenImage(session: Session, platform: Platform): Wanted | undefined {
  const value = givenContext(session, CONTEXT, platform);
  if (value === undefined) return undefined;
  if (!/^(docker-image|oci-layout):\/\//.test(value))
    throw invalid(
      `the context "${CONTEXT}" is ${value}, not an image`,
      `write --build-context ${CONTEXT}=${SCHEME}registry.example/web:stable`,
    );
  // For an OCI layout, the client sends only a store id of its own, which makes no good name.
  const name = value.startsWith(SCHEME) ? value.slice(SCHEME.length) : CONTEXT;
  return { name, value, platform };
}

function imageOf({ image }: Spec, platform: Platform): Wanted | undefined {
  return image && { name: image.value, value: SCHEME + image.value, platform };
}

/** Turns the daemon's failure to read an image into a UserError. */
function readable<T>(name: string, at: Problem['at'], reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    if (error instanceof FileFault) {
      const fix = 'build the image again, or compare with another one';
      throw invalid(`/${error.path} of the image "${name}" ${error.message}`, fix, at);
    }
    throw error instanceof BridgeError
      ? invalid(`the image "${name}" cannot be read`, error.message, at)
      : error;
  });
}

function invalid(message: string, fix: string, at?: Problem['at']): UserError {
  return new UserError([{ code: 'invalid-baseline', message, fix, ...(at && { at }) }]);
}

function lockedBaseline(on: PlatformProject): NamedBaseline | undefined {
  const { lock: file } = on.project.entrypoint;
  if (file === undefined) return undefined;
  // A changed base image is not a mismatch here: the comparison reports it.
  const project = { ...on.project, baseImages: new Map(), buildImages: new Map() };
  return baselineOf(lockedProject({ ...on, project }, file), file.name);
}

/** Returns a lock as a baseline. @param name of the lock file */
export function baselineOf(lock: Lock, name: string): NamedBaseline {
  const { base: tree, packages, below: base, builds = [] } = lock;
  const all = [...tree, ...packages].map(({ name, version }) => unexplained(name, version));
  return { kind: 'lock', name, packages: all, builds, ...(base === undefined ? {} : { base }) };
}

/** Returns a package without relations, because a lock has none. */
function unexplained(name: string, version: string): Installed {
  return { name, version, depends: [], provides: [] };
}

const NOTHING_NAMED: Problem = {
  code: 'no-baseline',
  message: 'no image or lock is given to compare with',
  fix: `add image: registry.example/web:stable, or a lock, or call with --build-context ${CONTEXT}=${SCHEME}…`,
};

const FOREIGN = 'only an image that mib built records which packages have files in it';

/**
 * Reads the packages of a published image from its package database; undefined if its config says that mib did not build it.
 * The daemon pulls the image's one layer for that, and keeps it.
 */
async function readImage(session: Session, wanted: Wanted) {
  const { bridge } = session;
  const stored = await storedImage(session, wanted);
  if (stored === undefined) return undefined;
  const config = readImageConfig(stored.config);
  if ('fault' in config || !config.history.some(({ comment }) => comment === MADE_BY_MIB)) return undefined;
  const ref = await bridge.solve({ definition: marshal(stored.tree).definition });
  if (ref === undefined) return undefined;
  const { installed: packages } = await readBasePackages(treeFiles(bridge, ref));
  return { kind: 'image' as const, digest: stored.digest, layers: config.layers, packages };
}
