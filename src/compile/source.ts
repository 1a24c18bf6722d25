import type { GitSource, HttpSource, SigningKey, Source } from '../imagefile/spec.ts';
import { git, http, type Mount, type Output } from '../llb/index.ts';
import { type CompileContext, common, inBuilder, keyMount, request } from './context.ts';

/** A tree, and the folder in it that is the source. */
export interface Opened {
  readonly tree: Output;
  /** Absolute. */
  readonly folder: string;
}

/** The source of a build, or what the client gives in its place under the build's name. */
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
 * A repository at one commit. The folder is taken later, so that builds from the same repository share it. One that must be signed comes
 * with its `.git`, and whether it is at the commit is seen there: before BuildKit 0.26 a checksum would be compared with the id of
 * the tag.
 * @param more what makes it another one for the daemon
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

/** The files of a repository, once they are known to be what somebody signed; fails at the line that names the key. */
export function signed(context: CompileContext, source: GitSource, key: SigningKey): Output {
  const { url, ref, commit } = source;
  const asked = {
    url,
    ...(ref === undefined ? {} : { ref }),
    ...(commit === undefined ? {} : { commit }),
    ...(key.kind === 'text' ? {} : { key: key.value }),
  };
  const run = inBuilder(context, {
    name: `verify the signature of ${url}`,
    args: ['mib', 'signature'],
    mounts: [
      request(context, 'signature', asked),
      keyMount(context, context.keys.get(key.value) ?? new Uint8Array(), '/in/key'),
      { kind: 'bind', dest: '/tree', input: repository(context, source), output: true },
    ],
    at: [key.at],
  });
  return run.output('/tree');
}

const ARCHIVE = 'archive';

type SignedArchive = NonNullable<HttpSource['signed']>;

/** What an archive holds, once it is known to be what somebody signed, where it must be. */
function archive(context: CompileContext, { url, sha256, signed, at }: HttpSource): Output {
  const options = { filename: ARCHIVE, checksum: `sha256:${sha256}`, mode: 0o644 };
  const run = inBuilder(context, {
    name: `unpack ${url.slice(url.lastIndexOf('/') + 1)}`,
    args: ['mib', 'unpack'],
    mounts: [
      {
        kind: 'bind',
        dest: `/in/${ARCHIVE}`,
        input: http(url, options, common(context, `fetch ${url}`, [at])),
        selector: `/${ARCHIVE}`,
        readonly: true,
      },
      ...(signed === undefined ? [] : signatureMounts(context, url, signed)),
      { kind: 'bind', dest: '/out', output: true },
    ],
    at: [signed?.key.at ?? at],
  });
  return run.output('/out');
}

function signatureMounts(context: CompileContext, url: string, { signature, key }: SignedArchive): Mount[] {
  const options = { filename: 'signature', mode: 0o644 };
  return [
    request(context, 'unpack', { url, ...(key.kind === 'text' ? {} : { key: key.value }) }),
    keyMount(context, context.keys.get(key.value) ?? new Uint8Array(), '/in/key'),
    {
      kind: 'bind',
      dest: '/in/signature',
      input: http(signature, options, common(context, `fetch ${signature}`, [key.at])),
      selector: '/signature',
      readonly: true,
    },
  ];
}
