import { StatusError } from '../errors/status.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import type { Ref, Result } from './bridge.ts';

/** PlatformResult is the image of one platform. */
export interface PlatformResult {
  readonly platform: Platform;
  /** Undefined: an empty tree. */
  readonly ref: Ref | undefined;
  /** The OCI image config, serialized as it is. */
  readonly config: unknown;
  /** The config of the base image, if there is one. With it, exporters keep the base image's layers and history. */
  readonly baseConfig?: unknown;
  /** Seconds since 1970. Exporters use it unless the client sets SOURCE_DATE_EPOCH. */
  readonly epoch?: number;
  readonly attestations?: readonly Attestation[];
  /** Annotations of the manifest, and of its descriptor in an index. */
  readonly annotations?: Readonly<Record<string, string>>;
}

type Attestations = NonNullable<Result['attestations']>[string];
export type Attestation = NonNullable<Attestations['attestation']>[number];

export interface ImageOptions {
  /** The client wants an index, even for one platform. */
  readonly multiPlatform: boolean;
}

/** Returns the result of a build. One platform has `ref` and plain keys. An index has `refs` and keys with the platform as a
 * suffix; its manifests are in the order of `parts`. Exporters differ in what they accept, so the shapes are never mixed
 * (`frontend/dockerui/build.go`, and the `moby` exporter of graph drivers). */
export function imageResult(parts: readonly PlatformResult[], options: ImageOptions): Result {
  const platforms = parts.map(({ platform }) => ({ ID: formatPlatform(platform), Platform: platform }));
  const metadata = {
    ...Object.assign({}, ...parts.map((part) => partMetadata(part, options.multiPlatform))),
    'refs.platforms': JSON.stringify({ Platforms: platforms }),
  };
  return { ...references(parts, options.multiPlatform), ...attestations(parts), metadata: bytes(metadata) };
}

/** Answer is the answer of a subrequest. Clients print `text`, or `json` with `format=json`. */
export interface Answer {
  readonly text: string;
  readonly json: string;
  /** The exit status of the client. */
  readonly exitCode?: number;
  /** Version of the answer's format. Clients that know it render `json` themselves. */
  readonly version?: string;
}

/** Bytes of an answer: a message of BuildKit has at most 16 MiB, and something is around it. */
const LARGEST = (16 << 20) - (1 << 16);

const TOO_LARGE =
  'the answer is larger than the 16 MiB that BuildKit takes [invalid-value]\n' +
  '  ask about one platform, or copy folders of the build context in place of many files';

/** Returns the result of a subrequest: only metadata. @throws {StatusError} if it is too large */
export function answerResult({ text, json, exitCode, version }: Answer): Result {
  const isLarge = (...parts: readonly string[]) =>
    parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0) > LARGEST;
  const sent = isLarge(text, json) ? JSON.stringify(JSON.parse(json)) : json;
  if (isLarge(text, sent)) throw new StatusError(TOO_LARGE);
  return {
    metadata: bytes({
      'result.txt': text,
      'result.json': sent,
      ...(exitCode === undefined ? {} : { 'result.statuscode': String(exitCode) }),
      ...(version === undefined ? {} : { version }),
    }),
  };
}

function references(parts: readonly PlatformResult[], multiPlatform: boolean): Pick<Result, 'ref' | 'refs'> {
  const message = (ref: Ref | undefined) => ({ id: ref?.id ?? '' });
  const [only] = parts;
  if (!multiPlatform) {
    if (only === undefined || parts.length > 1)
      throw new Error(`${parts.length} platforms in a result for one`);
    return { ref: message(only.ref) };
  }
  return {
    refs: {
      refs: Object.fromEntries(parts.map((part) => [formatPlatform(part.platform), message(part.ref)])),
    },
  };
}

function partMetadata(part: PlatformResult, multiPlatform: boolean): Record<string, string> {
  const suffix = multiPlatform ? `/${formatPlatform(part.platform)}` : '';
  const { config, baseConfig, epoch, annotations = {} } = part;
  return {
    [`containerimage.config${suffix}`]: JSON.stringify(config),
    ...(baseConfig === undefined
      ? {}
      : { [`containerimage.base.config${suffix}`]: JSON.stringify(baseConfig) }),
    ...(epoch === undefined ? {} : { [`source.date.epoch${suffix}`]: String(epoch) }),
    ...Object.fromEntries(
      Object.entries(annotations).flatMap(([key, value]) =>
        annotationPlaces(part, multiPlatform).map((place) => [`${place}.${key}`, value]),
      ),
    ),
  };
}

/** Returns the key prefixes of BuildKit's exporters for annotations (`exporter/containerimage/exptypes/annotations.go`). */
function annotationPlaces({ platform }: PlatformResult, multiPlatform: boolean): string[] {
  if (!multiPlatform) return ['annotation-manifest'];
  const of = `[${formatPlatform(platform)}]`;
  return [`annotation-manifest${of}`, `annotation-manifest-descriptor${of}`];
}

function attestations(parts: readonly PlatformResult[]): Pick<Result, 'attestations'> {
  const withAny = parts.filter((part) => (part.attestations?.length ?? 0) > 0);
  if (withAny.length === 0) return {};
  const entries = withAny.map((part) => [
    formatPlatform(part.platform),
    { attestation: [...(part.attestations ?? [])] },
  ]);
  return { attestations: Object.fromEntries(entries) };
}

function bytes(metadata: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  const entries = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value)]));
}
