import type { Published } from '../../src/compile/report.ts';
import type { LockedBaseImage, LockedBuild } from '../../src/debian/lock.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { marshal } from '../../src/llb/index.ts';
import { MADE_BY_MIB } from '../../src/plan/config.ts';
import { type Installed, parseInstalled } from '../../src/report/installed.ts';
import type { Baseline } from '../../src/report/outdated.ts';
import { readImageConfig } from '../context/image-config.ts';
import { givenContext } from '../context/named-context.ts';
import { storedImage, type Wanted } from '../context/stored-image.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import type { Platform } from '../options/platform.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { lockedProject } from './locked.ts';

/** A baseline, and what people call it. */
export interface NamedBaseline extends Baseline {
  readonly name: string;
  /** Of an image. */
  readonly digest?: string;
  /** Digests of what the layers of an image hold. */
  readonly layers?: readonly string[];
  /** The base image that a lock was made for. */
  readonly base?: LockedBaseImage;
  /** What a lock has of the entries of `build`; an image does not tell. */
  readonly builds?: readonly LockedBuild[];
}

/** The named context that stands for the image that is published. */
const CONTEXT = 'published';
const SCHEME = 'docker-image://';

/** What to compare with: the image that the client names, or the one that the Imagefile does, or the lock. @throws {UserError} */
export async function readBaseline(on: PlatformProject): Promise<NamedBaseline> {
  const { session, project, platform } = on;
  const { spec } = project;
  const given = givenImage(session, platform);
  const wanted = given ?? imageOf(spec, platform);
  if (wanted === undefined) {
    const locked = lockedBaseline(on);
    if (locked === undefined) throw new UserError([NOTHING_NAMED]);
    return locked;
  }
  const { name } = wanted;
  const at = given === undefined ? spec.image?.at : undefined;
  const found = await readable(name, at, readImage(session, wanted));
  if (found === undefined) throw invalid(`the image "${name}" was not built by mib`, FOREIGN, at);
  return { ...found, name };
}

/** The image that the client gives as the one that is published, whoever built it; nothing without. @throws {UserError} */
export async function publishedImage(session: Session, platform: Platform): Promise<Published | undefined> {
  const wanted = givenImage(session, platform);
  if (wanted === undefined) return undefined;
  const stored = await readable(wanted.name, undefined, storedImage(session, wanted));
  return stored && { name: wanted.name, tree: stored.tree };
}

/** The image that the client gives. @throws {UserError} where it gives something else */
function givenImage(session: Session, platform: Platform): Wanted | undefined {
  const value = givenContext(session, CONTEXT, platform);
  if (value === undefined) return undefined;
  if (!/^(docker-image|oci-layout):\/\//.test(value))
    throw invalid(
      `the context "${CONTEXT}" is ${value}, and no image`,
      `write --build-context ${CONTEXT}=${SCHEME}registry.example/web:stable`,
    );
  // Of a layout the client says no more than a number of its own.
  const name = value.startsWith(SCHEME) ? value.slice(SCHEME.length) : CONTEXT;
  return { name, value, platform };
}

function imageOf({ image }: Spec, platform: Platform): Wanted | undefined {
  return image && { name: image.value, value: SCHEME + image.value, platform };
}

/** What comes of reading an image. @throws {UserError} where the daemon cannot */
function readable<T>(name: string, at: Problem['at'], reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
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
  // A change of the base image is no mismatch here, but what the question is about.
  const project = { ...on.project, baseImages: new Map() };
  const { base: tree, packages, below: base, builds = [] } = lockedProject({ ...on, project }, file);
  const all = [...tree, ...packages].map(({ name, version }) => unexplained(name, version));
  return { kind: 'lock', name: file.name, packages: all, builds, ...(base === undefined ? {} : { base }) };
}

/** A lock does not say who needs what. */
function unexplained(name: string, version: string): Installed {
  return { name, version, depends: [], provides: [] };
}

const NOTHING_NAMED: Problem = {
  code: 'no-baseline',
  message: 'nothing says what to compare with',
  fix: `add image: registry.example/web:stable, or a lock, or call with --build-context ${CONTEXT}=${SCHEME}…`,
};

const FOREIGN = 'what has files in it can only be known of an image of ours';

/**
 * The packages of a published image. Its config tells whether it is ours; its dpkg database tells the rest, and takes its
 * one layer, which the daemon keeps.
 */
async function readImage(session: Session, wanted: Wanted) {
  const { bridge } = session;
  const stored = await storedImage(session, wanted);
  const config = readImageConfig(stored?.config || '{}');
  if (stored === undefined || 'fault' in config) return undefined;
  const { history, layers } = config;
  if (!history.some(({ comment }) => comment === MADE_BY_MIB)) return undefined;
  const ref = await bridge.solve({ definition: marshal(stored.tree).definition });
  if (ref === undefined) return undefined;
  const status = await bridge.readFile(ref, 'var/lib/dpkg/status');
  const packages = parseInstalled(status.toString('utf8'));
  return { kind: 'image' as const, digest: stored.digest, layers, packages };
}
