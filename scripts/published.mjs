/** Sizes of images in a registry. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Returns the sizes of an image that was published as an index: its config and its compressed layers.
 * @returns bytes by platform, e.g. `linux/arm/v7`
 */
export async function publishedSizes(name) {
  const { manifests } = await read(name);
  const repository = name.replace(/:[^/:]*$/, '');
  // Attestations have the platform "unknown".
  const images = manifests.filter(({ platform }) => platform.os !== 'unknown');
  return new Map(
    await Promise.all(
      images.map(async ({ digest, platform: { os, architecture, variant } }) => {
        const { config, layers } = await read(`${repository}@${digest}`);
        const bytes = layers.reduce((sum, { size }) => sum + size, config.size);
        return [[os, architecture, variant].filter(Boolean).join('/'), bytes];
      }),
    ),
  );
}

async function read(reference) {
  const { stdout } = await run('docker', ['buildx', 'imagetools', 'inspect', '--raw', reference]);
  return JSON.parse(stdout);
}
