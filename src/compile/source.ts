import type { GitSource, HttpSource, SigningKey, Source } from '../imagefile/spec.ts';
import { git, http, type Mount, type Output } from '../llb/index.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { fileMount, keyMount, outputMount, request } from './step-mounts.ts';

/** Opened is a tree and the folder in it that holds the source. */
export interface Opened {
  readonly tree: Output;
  /** Absolute. */
  readonly folder: string;
}

/** Opens the source of a build, or the named context that replaces it, which has the name of the build. */
export function openSource(context: CompileContext, name: string, source: Source): Opened {
  const given = context.named.get(name);
  if (source.kind === 'context') {
    if (given !== undefined) return { tree: given, folder: '/' };
    if (context.buildContext === undefined)
      throw new Error(`${name} is built, but its context was not loaded`);
    return { tree: context.buildContext, folder: `/${source.path}` };
  }
  const folder = `/${source.folder ?? ''}`;
  if (given !== undefined) return { tree: given, folder };
  if (source.kind === 'http') return { tree: archive(context, source), folder };
  return {
    tree: source.key === undefined ? repository(context, source) : signed(context, source, source.key),
    folder,
  };
}

/**
 * Fetches a repository at one commit. The folder is selected later, so that builds from the same repository share it. A
 * repository that must be signed keeps its `.git`, in which the commit is verified: before BuildKit 0.26, a checksum
 * would be compared with the id of the tag object.
 * @param more options that give the source another identity
 */
export function repository(
  context: CompileContext,
  { url, ref, commit, key, at }: GitSource,
  more: { readonly skipSubmodules?: true } = {},
): Output {
  const wanted = ref ?? commit;
  const asked = {
    ...more,
    ...(wanted === undefined ? {} : { ref: wanted }),
    ...(key === undefined ? {} : { keepGitDir: true }),
    ...(commit === undefined || key !== undefined ? {} : { checksum: commit }),
  };
  return git(url, asked, common(context, `fetch ${url}${wanted === undefined ? '' : ` ${wanted}`}`, [at]));
}

/** Returns the files of a repository after its signature is verified. Fails at the line of the key. */
export function signed(context: CompileContext, source: GitSource, key: SigningKey): Output {
  const { url, ref, commit } = source;
  const { places } = STEPS.signature;
  const run = inBuilder(context, 'signature', {
    name: `verify the signature of ${url}`,
    mounts: [
      request(context, 'signature', { url, ref, commit, key: fileOf(key) }),
      keyMount(context, context.keys.get(key.value) ?? new Uint8Array(), places.key),
      outputMount(places.tree, repository(context, source)),
    ],
    at: [key.at],
  });
  return run.output(places.tree);
}

const ARCHIVE = 'archive';

type SignedArchive = NonNullable<HttpSource['signed']>;

/** Unpacks an archive, after verifying its signature if the Imagefile requires one. */
function archive(context: CompileContext, { url, sha256, signed, at }: HttpSource): Output {
  const options = { filename: ARCHIVE, checksum: `sha256:${sha256}`, mode: 0o644 };
  const { places } = STEPS.unpack;
  const source = http(url, options, common(context, `fetch ${url}`, [at]));
  const run = inBuilder(context, 'unpack', {
    name: `unpack ${url.slice(url.lastIndexOf('/') + 1)}`,
    mounts: [
      fileMount(places.archive, source, `/${ARCHIVE}`),
      ...(signed === undefined ? [] : signatureMounts(context, url, signed)),
      outputMount(places.out),
    ],
    at: [signed?.key.at ?? at],
  });
  return run.output(places.out);
}

function signatureMounts(context: CompileContext, url: string, { signature, key }: SignedArchive): Mount[] {
  const options = { filename: 'signature', mode: 0o644 };
  const { places } = STEPS.unpack;
  const source = http(signature, options, common(context, `fetch ${signature}`, [key.at]));
  return [
    request(context, 'unpack', { url, key: fileOf(key) }),
    keyMount(context, context.keys.get(key.value) ?? new Uint8Array(), places.key),
    fileMount(places.signature, source, '/signature'),
  ];
}

/** Returns the file name of a key as the Imagefile has it; undefined for an inline key. */
function fileOf(key: SigningKey): string | undefined {
  return key.kind === 'text' ? undefined : key.value;
}
