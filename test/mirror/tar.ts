import { extract, type Header, pack } from 'tar-stream';

export interface TarEntry {
  /** Its `name` starts with `./`. */
  readonly header: Pick<Header, 'name' | 'type' | 'mode'> & Partial<Header>;
  readonly content: Buffer;
}

/** The mtime of every file made here. */
export const DATE = new Date('2025-08-09T00:00:00Z');

/** Packs entries, each after its parent folders, as dpkg expects. */
export async function tar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  const present = new Set(entries.map(({ header }) => header.name));
  const folders = new Set(entries.flatMap(({ header }) => foldersOf(header.name)));
  for (const name of [...folders].filter((folder) => !present.has(folder)).sort()) {
    archive.entry({ name, type: 'directory', mode: 0o755, mtime: DATE, uname: 'root', gname: 'root' });
  }
  for (const { header, content } of entries) archive.entry({ ...header, size: content.length }, content);
  archive.finalize();
  return collect(archive);
}

/** `./`, `./usr/`, … */
function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)]
    .map(({ index }) => path.slice(0, index + 1))
    .filter((folder) => folder !== path);
}

export async function untar(archive: Buffer): Promise<TarEntry[]> {
  const reader = extract();
  reader.end(archive);
  const entries: TarEntry[] = [];
  for await (const entry of reader) {
    entries.push({ header: entry.header, content: await collect(entry) });
  }
  return entries;
}

async function collect(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) if (part instanceof Uint8Array) parts.push(part);
  return Buffer.concat(parts);
}
