import { image, normalizeReference, type Output, ociLayout, sourceOf } from '../../src/llb/index.ts';
import type { Session } from '../gateway/session.ts';
import type { Platform } from '../options/platform.ts';
import { layoutOf } from './named-context.ts';

/** StoredImage is an existing image: in a registry, the engine's image store, or an OCI layout of the client. */
export interface StoredImage {
  readonly tree: Output;
  readonly digest: string;
  /** JSON. */
  readonly config: string;
}

/** Wanted is an image to look up. */
export interface Wanted {
  readonly name: string;
  /** The value of a named context: `docker-image://…` or `oci-layout://…`. */
  readonly value: string;
  readonly platform: Platform;
  /** The digest that the image must have, if `value` names none. */
  readonly pin?: string | undefined;
}

/** Looks up an image; undefined if the context is not an image. @throws {BridgeError} if it does not exist */
export async function storedImage(session: Session, wanted: Wanted): Promise<StoredImage | undefined> {
  const { name, value, platform, pin } = wanted;
  const [, kind, rest = ''] = /^(docker-image|oci-layout):\/\/(.*)$/s.exec(value) ?? [];
  if (kind === undefined || rest === 'scratch') return undefined;
  if (kind === 'oci-layout') {
    const { reference, store } = layoutOf(name, rest);
    const place = { platform, session: session.options.sessionId, store };
    const tree = ociLayout(reference, place, { name: `[internal] load ${name}` });
    return { tree, ...(await readConfig(session, tree, platform)) };
  }
  const named = normalizeReference(rest);
  const reference = pin === undefined || named.includes('@') ? named : `${named}@${pin}`;
  const resolveMode = session.options.imageResolveMode;
  const load = (pinned: string) => image(pinned, { platform, resolveMode }, { name: `load ${rest}` });
  const found = await readConfig(session, load(reference), platform);
  return { tree: load(reference.includes('@') ? reference : `${reference}@${found.digest}`), ...found };
}

async function readConfig(
  { bridge, options }: Session,
  tree: Output,
  { os, architecture, variant = '' }: Platform,
): Promise<Omit<StoredImage, 'tree'>> {
  const source = sourceOf(tree);
  const { Image } = await bridge.resolveSourceMeta({
    Source: source,
    Platform: { OS: os, Architecture: architecture, Variant: variant },
    ResolveMode: options.imageResolveMode,
    LogName: `read the config of ${source.identifier}`,
  });
  return { digest: Image?.Digest ?? '', config: Buffer.from(Image?.Config ?? '').toString() };
}
