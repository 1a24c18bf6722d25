/** Reads the output of `docker image save`: a tar archive with an OCI image layout. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const BLOCK = 512;
/** Largest file that is read, in bytes. Manifests and configs are far smaller, and layers are skipped. */
const TEXT = 1 << 20;

/**
 * Returns the sizes of an image in the engine, as a registry would send it: its config and its compressed layers.
 * @returns bytes by platform, e.g. `linux/arm/v7`
 * @throws {Error} with a one-line message if the sizes cannot be read
 */
export async function imageSizes(name) {
  const child = spawn('docker', ['image', 'save', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [texts, said] = await Promise.all([smallFiles(child.stdout), text(child.stderr)]);
  const read = ({ digest }) => JSON.parse(texts.get(`blobs/${digest.replace(':', '/')}`) ?? 'null');
  const index = texts.get('index.json');
  if (index === undefined)
    throw new Error(`the image ${name}, which "docker buildx bake" makes, cannot be read: ${said.trim()}`);
  return new Map(JSON.parse(index).manifests.flatMap((each) => sizesOf(each, read)));
}

function sizesOf(descriptor, read) {
  const content = read(descriptor);
  // The engine may have only some platforms of an index. Attestations have the platform "unknown".
  if (content === null) return [];
  if (content.manifests) return content.manifests.flatMap((each) => sizesOf(each, read));
  const config = read(content.config);
  if (!config?.os || config.os === 'unknown') return [];
  if (content.layers.some(({ mediaType }) => mediaType.endsWith('.tar')))
    throw new Error(
      'this engine keeps layers unpacked; only its containerd image store knows the compressed size',
    );
  const bytes = content.layers.reduce((sum, { size }) => sum + size, content.config.size);
  return [[[config.os, config.architecture, config.variant].filter(Boolean).join('/'), bytes]];
}

/** Returns the small files of an archive, by path. A header is one block, with the name at 0 and the size in octal at 124. */
async function smallFiles(stream) {
  const texts = new Map();
  let rest = Buffer.alloc(0);
  let skip = 0;
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk.subarray(Math.min(skip, chunk.length))]);
    skip = Math.max(0, skip - chunk.length);
    while (skip === 0 && rest.length >= BLOCK) {
      const name = rest.toString('utf8', 0, 100).replace(/\0.*$/s, '');
      const size = Number.parseInt(rest.toString('latin1', 124, 136), 8) || 0;
      const end = BLOCK + Math.ceil(size / BLOCK) * BLOCK;
      if (size <= TEXT) {
        if (rest.length < end) break;
        texts.set(name, rest.toString('utf8', BLOCK, BLOCK + size));
      }
      skip = Math.max(0, end - rest.length);
      rest = rest.subarray(end);
    }
  }
  return texts;
}
