import { when } from './caps.ts';
import { digestOf } from './encode.ts';
import { pb } from './proto.ts';
import { sorted } from './sorted.ts';
import { source } from './source.ts';
import type { Common, Output, Platform } from './vertex.ts';

interface Image {
  readonly platform: Platform;
  /** `default`: the daemon uses its local store, if it has one. */
  readonly resolveMode?: 'default' | 'pull' | 'local';
  /** Omits the image from the list of those that a build used. */
  readonly recordType?: 'internal';
  /** Number of layers to use, from the lowest. */
  readonly layerLimit?: number;
}

/**
 * Returns an image from a registry.
 * @param reference in any form; pin it with the digest from ResolveSourceMeta
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
 * Returns an image as another vertex with the same cache key, whose record in the daemon is an ordinary one. The image
 * that BuildKit starts as a frontend has a special record (frontend/gateway/gateway.go `markTypeFrontend`). Other
 * sources are returned unchanged.
 */
export function regularImage(output: Output): Output {
  return withAttributes(output, { 'image.recordtype': 'regular' });
}

/**
 * Returns an image as a vertex of its owner alone, with the same cache key: daemons ignore unknown attributes
 * (source/containerimage/source.go `registryIdentifier`). All such vertices share one line of progress. Other sources are
 * returned unchanged.
 * @param owner digest of the op that starts from it
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
  // The source comes after all other fields: see newVertex.
  const bytes = pb.Op.encode({ source: { ...asked, attrs } }, pb.Op.encode(rest)).finish();
  return { ...output, vertex: { ...output.vertex, bytes, digest: digestOf(bytes) } };
}

/**
 * Returns the name of a context that replaces an image: the shortest form of its reference, without `:latest`
 * (moby/buildkit, frontend/dockerui/config.go `NamedContext`).
 */
export function familiarReference(reference: string): string {
  return normalizeReference(reference)
    .replace(/^docker\.io\/(?:library\/)?/, '')
    .replace(/:latest$/, '');
}

/**
 * Returns the full form of an image reference: `debian` becomes `docker.io/library/debian:latest`. A reference with a
 * digest gets no tag. Rules of github.com/distribution/reference, normalize.go.
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
