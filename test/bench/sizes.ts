import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

/** Bytes of all layers, as a registry would store them, of the one image in an OCI layout (image-spec, image-layout.md). */
export function layoutSize(layout: string): number {
  const read = (path: string) => JSON.parse(readFileSync(join(layout, path), 'utf8'));
  const blob = ({ digest }: Descriptor) => read(`blobs/${digest.replace(':', '/')}`);
  const top: { manifests: Descriptor[] } = read('index.json');
  const images: { layers: Descriptor[] }[] = top.manifests.map(blob);
  return images.flatMap(({ layers }) => layers).reduce((sum, { size }) => sum + size, 0);
}

/** Bytes of a file after gzip at its usual level, which is what BuildKit makes of a layer. */
export async function gzippedSize(file: string): Promise<number> {
  let size = 0;
  for await (const chunk of createReadStream(file).pipe(createGzip({ level: 6 }))) size += chunk.length;
  return size;
}
