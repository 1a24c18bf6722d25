import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ar, unar } from './ar.ts';
import { DATE, type TarEntry, tar, untar } from './tar.ts';
import { xz } from './xz.ts';

/** PackageSource describes a package to make. */
export interface PackageSource {
  readonly name: string;
  readonly version: string;
  /** Debian's name, or `all`, which is the default. */
  readonly architecture?: string;
  /** As in a control file, e.g. `libc6, other (>= 2)`. */
  readonly depends?: string;
  /** Further control fields, e.g. `{ 'Pre-Depends': 'dpkg', Essential: 'yes' }`; they win over those made here. */
  readonly fields?: Readonly<Record<string, string>>;
  /** By absolute path. Folders are made as needed. */
  readonly files?: Readonly<Record<string, FileContent>>;
  /** `preinst`, `postinst`, `prerm`, `postrm`, `config`, and other files beside `control`, e.g. `conffiles`. */
  readonly scripts?: Readonly<Record<string, string>>;
}

export type FileContent =
  | string
  | Uint8Array
  | { readonly content: string | Uint8Array; readonly mode?: number }
  | { readonly symlink: string };

/** Deb is a `.deb` and its paragraph in an index, without the fields for its location. */
export interface Deb {
  readonly control: string;
  readonly bytes: Buffer;
}

const SCRIPTS = ['preinst', 'postinst', 'prerm', 'postrm', 'config'];

/** Builds a package. Same input, same bytes. */
export async function makeDeb(source: PackageSource): Promise<Deb> {
  const files = Object.entries(source.files ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const data = files.map(([path, content]) => fileEntry(path, content));
  const sums = data
    .filter((entry) => entry.header.type === 'file')
    .map(
      (entry) => `${createHash('md5').update(entry.content).digest('hex')}  ${entry.header.name.slice(2)}\n`,
    );
  const control = controlText(source, data);
  const beside: Record<string, string> = { control, md5sums: sums.join(''), ...source.scripts };
  const controlEntries = Object.entries(beside).map(([name, text]) =>
    fileEntry(`/${name}`, { content: text, mode: SCRIPTS.includes(name) ? 0o755 : 0o644 }),
  );
  const bytes = ar({
    'debian-binary': Buffer.from('2.0\n'),
    'control.tar.gz': gzipSync(await tar(controlEntries)),
    'data.tar.gz': gzipSync(await tar(data)),
  });
  return { control, bytes };
}

/** Returns the package under another version: only its control file differs. */
export async function withVersion(deb: Buffer, version: string): Promise<Buffer> {
  const changed: Record<string, Buffer> = {};
  for (const [name, content] of Object.entries(unar(deb))) {
    if (!name.startsWith('control.tar')) {
      changed[name] = content;
      continue;
    }
    const entries = await untar(name.endsWith('.xz') ? await xz(content, '-d') : gunzipSync(content));
    const rewritten = entries.map(({ header, content }) => ({
      header,
      content: header.name === './control' ? Buffer.from(atVersion(content.toString(), version)) : content,
    }));
    changed['control.tar.gz'] = gzipSync(await tar(rewritten));
  }
  return ar(changed);
}

/** Returns a package's paragraph under another version, built from a source of that version. */
export function atVersion(control: string, version: string): string {
  return control.replace(/^Version: .*$/m, `Version: ${version}`).replace(/^(Source: \S+) .*$/m, '$1');
}

function controlText(source: PackageSource, data: readonly TarEntry[]): string {
  const bytes = data.reduce((sum, entry) => sum + entry.content.length, 0);
  const fields: Record<string, string | undefined> = {
    Package: source.name,
    Version: source.version,
    Architecture: source.architecture ?? 'all',
    Maintainer: 'Nobody <nobody@mirror.example>',
    'Installed-Size': String(Math.ceil(bytes / 1024)),
    Depends: source.depends,
    Section: 'misc',
    Priority: 'optional',
    ...source.fields,
    Description: source.fields?.Description ?? 'made for a test',
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return lines.map(([name, value]) => `${name}: ${value}\n`).join('');
}

function fileEntry(path: string, content: FileContent): TarEntry {
  const header = { name: `.${path}`, mtime: DATE, uname: 'root', gname: 'root' };
  if (typeof content === 'object' && 'symlink' in content) {
    const link = { type: 'symlink', linkname: content.symlink, mode: 0o777 } as const;
    return { header: { ...header, ...link }, content: Buffer.alloc(0) };
  }
  const plain = typeof content === 'string' || content instanceof Uint8Array ? { content } : content;
  const mode = ('mode' in plain ? plain.mode : undefined) ?? 0o644;
  return { header: { ...header, type: 'file', mode }, content: Buffer.from(plain.content) };
}
