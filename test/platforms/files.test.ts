import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtFor, type PlatformImage } from '../support/e2e/platforms.ts';
import { differences, explained, SMALLER } from './differences.ts';

const IMAGES = (process.env.IMAGES ?? 'base,nginx,redis,curl').split(',');
const PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/386'];

test.each(IMAGES)('one command makes %s for four platforms, with the same files and sizes', async (name) => {
  const images = await builtFor(join('images', name), PLATFORMS);
  expect(images.map(({ platform }) => platform)).toEqual(PLATFORMS);
  const [amd64, ...others] = images as [PlatformImage, ...PlatformImage[]];
  for (const image of others) {
    expect(differences(amd64, image), image.platform).toEqual(explained(name, image.platform));
    expect(image.config.config).toEqual(amd64.config.config);
    expect(image.size / amd64.size, image.platform).toBeGreaterThan(SMALLER[image.platform] ?? 0.85);
    expect(image.size / amd64.size, image.platform).toBeLessThan(1.15);
  }
  const sizes = images.map(({ platform, size }) => `${platform} ${size} (${(size / amd64.size).toFixed(2)})`);
  process.stdout.write(`${name}: ${sizes.join(', ')}\n`);
});
