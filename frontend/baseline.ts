import type { Published } from '../src/compile/report.ts';
import type { LockedBelow } from '../src/debian/lock.ts';
import { normalizeReference } from '../src/llb/image.ts';
import { image, marshal } from '../src/llb/index.ts';
import { MADE_BY_MIB } from '../src/plan/config.ts';
import { type Installed, parseInstalled } from '../src/report/installed.ts';
import type { Baseline } from '../src/report/outdated.ts';
import { BridgeError } from './bridge.ts';
import { lockedProject } from './choose.ts';
import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import { formatPlatform, type Platform } from './platform.ts';
import type { Project } from './project.ts';
import type { Session } from './session.ts';

/** A baseline, and what people call it. */
export interface NamedBaseline extends Baseline {
  readonly name: string;
  /** Of an image. */
  readonly digest?: string;
  /** Digests of what the layers of an image hold. */
  readonly layers?: readonly string[];
  /** What a lock is for packages upon. */
  readonly below?: LockedBelow;
}

/** The named context that stands for the image that is published. */
const CONTEXT = 'published';
const SCHEME = 'docker-image://';

/** What to compare with: the image that the client names, or the one that the Imagefile does, or the lock. @throws {UserError} */
export async function readBaseline(
  session: Session,
  project: Project,
  platform: Platform,
): Promise<NamedBaseline> {
  const { spec, entrypoint } = project;
  const { file } = entrypoint;
  const given = givenName(session, platform, file);
  const name = given ?? spec.image?.value;
  if (name === undefined) {
    const locked = lockedBaseline(session, project, platform);
    if (locked === undefined) throw new UserError([NOTHING_NAMED], file);
    return locked;
  }
  const at = given === undefined ? spec.image?.at : undefined;
  const found = await readable(name, file, at, readImage(session, name, platform));
  if (found === undefined) throw invalid(`the image "${name}" was not built by mib`, FOREIGN, file, at);
  return { ...found, name };
}

/** The image that the client gives as the one that is published, whoever built it; nothing without. @throws {UserError} */
export async function publishedImage(
  session: Session,
  platform: Platform,
  file: SourceFile,
): Promise<Published | undefined> {
  const name = givenName(session, platform, file);
  if (name === undefined) return undefined;
  const { tree } = await readable(name, file, undefined, openImage(session, name, platform));
  return { name, tree };
}

/** The name of the image that the client gives. @throws {UserError} where it gives something else */
function givenName({ options }: Session, platform: Platform, file: SourceFile): string | undefined {
  const { namedContexts } = options;
  const context = namedContexts.get(`${CONTEXT}::${formatPlatform(platform)}`) ?? namedContexts.get(CONTEXT);
  if (context !== undefined && !context.startsWith(SCHEME))
    throw invalid(
      `the context "${CONTEXT}" is ${context}, and no image`,
      `write --build-context ${CONTEXT}=${SCHEME}registry.example/web:stable`,
      file,
    );
  return context?.slice(SCHEME.length);
}

/** What comes of reading an image. @throws {UserError} where the daemon cannot */
function readable<T>(name: string, file: SourceFile, at: Problem['at'], reading: Promise<T>): Promise<T> {
  return reading.catch((error: unknown) => {
    throw error instanceof BridgeError
      ? invalid(`the image "${name}" cannot be read`, error.message, file, at)
      : error;
  });
}

function invalid(message: string, fix: string, file: SourceFile, at?: Problem['at']): UserError {
  return new UserError([{ code: 'invalid-baseline', message, fix, ...(at && { at }) }], file);
}

function lockedBaseline(session: Session, project: Project, platform: Platform): NamedBaseline | undefined {
  const { lock: file } = project.entrypoint;
  if (file === undefined) return undefined;
  // A change of the image below is no mismatch here, but what is asked about.
  const known = { ...project, belows: new Map() };
  const { base, packages, below } = lockedProject(session, known, platform, file);
  const all = [...base, ...packages].map(({ name, version }) => unexplained(name, version));
  return { kind: 'lock', name: file.name, packages: all, ...(below === undefined ? {} : { below }) };
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

/** An image as the registry, or the daemon's own store, has it now. */
async function openImage({ bridge, options }: Session, name: string, platform: Platform) {
  const reference = normalizeReference(name);
  const mode = options.imageResolveMode;
  const { Image } = await bridge.resolveSourceMeta({
    Source: { identifier: SCHEME + reference, attrs: {} },
    Platform: { OS: platform.os, Architecture: platform.architecture, Variant: platform.variant ?? '' },
    ResolveMode: mode,
    LogName: `read the config of ${name}`,
  });
  const config: ConfigJson = JSON.parse(Buffer.from(Image?.Config ?? '{}').toString());
  const digest = Image?.Digest ?? '';
  const pinned = reference.includes('@') ? reference : `${reference}@${digest}`;
  const tree = image(pinned, { platform, resolveMode: mode }, { name: `read the image ${name}` });
  const isOurs = config.history?.some(({ comment }) => comment === MADE_BY_MIB) === true;
  return { digest, tree, isOurs, layers: config.rootfs?.diff_ids ?? [] };
}

/**
 * The packages of a published image. Its config tells whether it is ours; its dpkg database tells the rest, and takes its
 * one layer, which the daemon keeps.
 */
async function readImage(session: Session, name: string, platform: Platform) {
  const { digest, layers, tree, isOurs } = await openImage(session, name, platform);
  if (!isOurs) return undefined;
  const ref = await session.bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) return undefined;
  const status = await session.bridge.readFile(ref, 'var/lib/dpkg/status');
  return { kind: 'image' as const, digest, layers, packages: parseInstalled(status.toString('utf8')) };
}

/** What is read of an image config (OCI Image Specification v1.1, config.md). */
interface ConfigJson {
  readonly history?: readonly { readonly comment?: string }[];
  readonly rootfs?: { readonly diff_ids?: readonly string[] };
}
