import type { LockedBelow } from '../src/debian/lock.ts';
import { normalizeReference } from '../src/llb/image.ts';
import { image, marshal } from '../src/llb/index.ts';
import { MADE_BY_MIB } from '../src/plan/config.ts';
import { type Installed, parseInstalled } from '../src/report/installed.ts';
import type { Baseline } from '../src/report/outdated.ts';
import { BridgeError } from './bridge.ts';
import { lockedProject } from './choose.ts';
import { type Problem, UserError } from './errors.ts';
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
  const { namedContexts } = session.options;
  const { spec, entrypoint } = project;
  const context = namedContexts.get(`${CONTEXT}::${formatPlatform(platform)}`) ?? namedContexts.get(CONTEXT);
  const complain = (problem: Problem) => new UserError([problem], entrypoint.file);
  const invalid = (message: string, fix: string, at?: Problem['at']) =>
    complain({ code: 'invalid-baseline', message, fix, ...(at && { at }) });
  if (context !== undefined && !context.startsWith(SCHEME))
    throw invalid(
      `the context "${CONTEXT}" is ${context}, and no image`,
      `write --build-context ${CONTEXT}=${SCHEME}registry.example/web:stable`,
    );
  const name = context?.slice(SCHEME.length) ?? spec.image?.value;
  if (name === undefined) {
    const locked = lockedBaseline(session, project, platform);
    if (locked === undefined) throw complain(NOTHING_NAMED);
    return locked;
  }
  const at = context === undefined ? spec.image?.at : undefined;
  const found = await readImage(session, name, platform).catch((error: unknown) => {
    throw error instanceof BridgeError
      ? invalid(`the image "${name}" cannot be read`, error.message, at)
      : error;
  });
  if (found === undefined) throw invalid(`the image "${name}" was not built by mib`, FOREIGN, at);
  return { ...found, name };
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

/**
 * The packages of a published image. Its config tells whether it is ours; its dpkg database tells the rest, and takes its
 * one layer, which the daemon keeps.
 */
async function readImage({ bridge, options }: Session, name: string, platform: Platform) {
  const reference = normalizeReference(name);
  const mode = options.imageResolveMode;
  const { Image } = await bridge.resolveSourceMeta({
    Source: { identifier: SCHEME + reference, attrs: {} },
    Platform: { OS: platform.os, Architecture: platform.architecture, Variant: platform.variant ?? '' },
    ResolveMode: mode,
    LogName: `read the config of ${name}`,
  });
  const config: ConfigJson = JSON.parse(Buffer.from(Image?.Config ?? '{}').toString());
  if (!config.history?.some(({ comment }) => comment === MADE_BY_MIB)) return undefined;
  const digest = Image?.Digest ?? '';
  const pinned = reference.includes('@') ? reference : `${reference}@${digest}`;
  const tree = image(pinned, { platform, resolveMode: mode }, { name: `read the packages of ${name}` });
  const ref = await bridge.solve({ definition: marshal(tree).definition });
  if (ref === undefined) return undefined;
  const status = await bridge.readFile(ref, 'var/lib/dpkg/status');
  const layers = config.rootfs?.diff_ids ?? [];
  return { kind: 'image' as const, digest, layers, packages: parseInstalled(status.toString('utf8')) };
}

/** What is read of an image config (OCI Image Specification v1.1, config.md). */
interface ConfigJson {
  readonly history?: readonly { readonly comment?: string }[];
  readonly rootfs?: { readonly diff_ids?: readonly string[] };
}
