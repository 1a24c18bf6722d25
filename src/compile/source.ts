import type { Source } from '../imagefile/spec.ts';
import { git, http, type Output } from '../llb/index.ts';
import { common, inBuilder, type Site } from './site.ts';

/** A tree, and the folder in it that is the source. */
export interface Opened {
  readonly tree: Output;
  /** Absolute. */
  readonly folder: string;
}

/** The source of a build, or what the client gives in its place under the build's name. */
export function openSource(site: Site, name: string, source: Source): Opened {
  const given = site.named.get(name);
  if (source.kind === 'context') {
    if (given !== undefined) return { tree: given, folder: '/' };
    if (site.context === undefined) throw new Error(`${name} is built, but its context was not loaded`);
    return { tree: site.context, folder: `/${source.path}` };
  }
  const folder = `/${source.folder ?? ''}`;
  if (given !== undefined) return { tree: given, folder };
  return { tree: source.kind === 'git' ? repository(site, source) : archive(site, source), folder };
}

/** A repository at one commit. The folder is taken later, so that builds from the same repository share it. */
export function repository(site: Site, { url, ref, commit, at }: Source & { readonly kind: 'git' }): Output {
  const wanted = ref ?? commit;
  const asked = {
    ...(wanted === undefined ? {} : { ref: wanted }),
    ...(commit === undefined ? {} : { checksum: commit }),
  };
  return git(url, asked, common(site, `fetch ${url}${wanted === undefined ? '' : ` ${wanted}`}`, [at]));
}

const ARCHIVE = 'archive';

function archive(site: Site, { url, sha256, at }: Source & { readonly kind: 'http' }): Output {
  const options = { filename: ARCHIVE, checksum: `sha256:${sha256}`, mode: 0o644 };
  const run = inBuilder(site, {
    name: `unpack ${url.slice(url.lastIndexOf('/') + 1)}`,
    args: ['mib', 'unpack'],
    mounts: [
      {
        kind: 'bind',
        dest: `/in/${ARCHIVE}`,
        input: http(url, options, common(site, `fetch ${url}`, [at])),
        selector: `/${ARCHIVE}`,
        readonly: true,
      },
      { kind: 'bind', dest: '/out', output: true },
    ],
    at: [at],
  });
  return run.output('/out');
}
