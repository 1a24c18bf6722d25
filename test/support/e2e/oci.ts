import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes; compressed for a layer. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** Config has the parts of an image config that tests read, as in the OCI image specification. */
export interface Config {
  readonly architecture: string;
  readonly os: string;
  readonly created: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface TarFile {
  readonly header: Header;
  readonly content: Buffer;
}

/** OciArchive is an archive that `--output type=oci` wrote. */
export interface OciArchive {
  /** From `index.json`: one manifest for each image, or an index of them. */
  readonly manifests: readonly Descriptor[];
  json(descriptor: Descriptor): unknown;
  /** Reads a layer's files, by path without a slash at either end. */
  files(layer: Descriptor): Promise<ReadonlyMap<string, TarFile>>;
}

export async function readOci(path: string): Promise<OciArchive> {
  const members = await untar(createReadStream(path));
  const text = (name: string) => String(members.get(name)?.content);
  const blob = ({ digest }: Descriptor) => `blobs/${digest.replace(':', '/')}`;
  return {
    manifests: JSON.parse(text('index.json')).manifests,
    json: (descriptor) => JSON.parse(text(blob(descriptor))),
    files: (layer) => untar(gunzipSync(members.get(blob(layer))?.content ?? '')),
  };
}

/** Reads the files of a tar archive, by path without a slash at either end. */
export async function untar(tar: Buffer | NodeJS.ReadableStream): Promise<ReadonlyMap<string, TarFile>> {
  const files = new Map<string, TarFile>();
  const entries = extract();
  if (Buffer.isBuffer(tar)) entries.end(tar);
  else tar.pipe(entries);
  for await (const entry of entries) {
    files.set(entry.header.name.replace(/\/$/, ''), { header: entry.header, content: await buffer(entry) });
  }
  return files;
}
