import { when } from './caps.ts';
import { digestOf } from './encode.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import { source } from './source.ts';
import type { Common, Output, Platform } from './vertex.ts';

interface Image {
  readonly platform: Platform;
  /** `default`: the daemon looks locally where it has a local store. */
  readonly resolveMode?: 'default' | 'pull' | 'local';
  /** Keeps an image out of the list of those that a build used. */
  readonly recordType?: 'internal';
  /** Takes only the lowest layers. */
  readonly layerLimit?: number;
}

/**
 * An image of a registry.
 * @param reference as a person writes it; pin it with the digest that ResolveSourceMeta gave
 */
export function image(reference: string, options: Image, common?: Common): Output {
  const { resolveMode, layerLimit } = options;
  return source(
    {
      identifier: `docker-image://${normalizeReference(reference)}`,
      attributes: {
        'image.resolvemode': resolveMode === 'default' ? undefined : resolveMode,
        'image.recordtype': options.recordType,
        'image.layerlimit': layerLimit?.toString(),
      },
      caps: [
        'source.image',
        ...when(resolveMode === 'pull', 'source.image.resolvemode'),
        ...when(layerLimit !== undefined, 'source.image.layerlimit'),
      ],
      platform: options.platform,
    },
    common,
  );
}

/**
 * An image in another vertex that has the same cache key: the record of it in the daemon is an ordinary one, which the
 * image that BuildKit starts as a frontend is not (frontend/gateway/gateway.go `markTypeFrontend`). What is no image of a
 * registry stays as it is.
 */
export function regularImage(output: Output): Output {
  return withAttributes(output, { 'image.recordtype': 'regular' });
}

/**
 * An image in a vertex that only its owner has, with the same cache key: daemons ignore attributes that they do not know
 * (source/containerimage/source.go `registryIdentifier`). All of them are one line of progress. What is no image of a registry
 * stays as it is.
 * @param owner digest of what starts from it
 */
export function ownImage(output: Output, owner: string): Output {
  const { vertex, index } = withAttributes(output, { 'mib.owner': owner });
  if (vertex === output.vertex) return output;
  const name = pb.Op.decode(vertex.bytes).source?.identifier ?? '';
  return {
    vertex: { ...vertex, metadata: { ...vertex.metadata, progress_group: { id: name, name } } },
    index,
  };
}

function withAttributes(output: Output, attributes: Readonly<Record<string, string>>): Output {
  const { source: asked, ...rest } = pb.Op.decode(output.vertex.bytes);
  if (!asked?.identifier?.startsWith('docker-image://')) return output;
  const attrs = sorted({ ...asked.attrs, ...attributes });
  // The source behind all else: see newVertex.
  const bytes = pb.Op.encode({ source: { ...asked, attrs } }, pb.Op.encode(rest)).finish();
  return { ...output, vertex: { ...output.vertex, bytes, digest: digestOf(bytes) } };
}

/**
 * The form in which clients name a context that stands for an image: the shortest, without `:latest` (moby/buildkit,
 * frontend/dockerui/config.go `NamedContext`).
 */
export function familiarReference(reference: string): string {
  return normalizeReference(reference)
    .replace(/^docker\.io\/(?:library\/)?/, '')
    .replace(/:latest$/, '');
}

/**
 * The full form of an image reference: `debian` becomes `docker.io/library/debian:latest`. What is full already, or holds a
 * digest, keeps its tag or its lack of one. Rules of github.com/distribution/reference, normalize.go.
 */
export function normalizeReference(reference: string): string {
  const slash = reference.indexOf('/');
  const first = slash === -1 ? '' : reference.slice(0, slash);
  const isHost = /[.:A-Z]/.test(first) || first === 'localhost';
  const host = isHost && first !== 'index.docker.io' ? first : 'docker.io';
  const rest = isHost ? reference.slice(slash + 1) : reference;
  const path = host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest;
  return `${host}/${/[:@]/.test(path) ? path : `${path}:latest`}`;
}
