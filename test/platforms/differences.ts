import { namesWithout, type PlatformImage } from '../support/e2e/platforms.ts';

/** Files that images have on some platforms and not on amd64, or the reverse. */
export interface Difference {
  readonly reason: string;
  readonly images: readonly string[];
  readonly platforms: readonly string[];
  /** Names as `namesWithout` gives them: after `+` what amd64 lacks, after `-` what only amd64 has. */
  readonly files: readonly string[];
}

const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'an engine of OpenSSL for the processors of VIA',
    images: ['base', 'curl', 'nginx', 'redis'],
    platforms: ['linux/arm64', 'linux/arm/v7'],
    files: ['-usr/lib/TRIPLET/engines-3/padlock.so'],
  },
  {
    reason: 'glibc has vector functions for amd64 and arm64 only (libmvec)',
    images: ['base'],
    platforms: ['linux/arm/v7', 'linux/386'],
    files: ['-usr/lib/TRIPLET/libmvec.so.1'],
  },
  {
    reason: 'names of setarch(8) for what the processor can pretend to be',
    images: ['base'],
    platforms: ['linux/arm64', 'linux/arm/v7', 'linux/386'],
    files: ['-usr/bin/x86_64', '-usr/share/man/man8/x86_64.8.gz'],
  },
  {
    reason: 'names of setarch(8) for what the processor can pretend to be',
    images: ['base'],
    platforms: ['linux/arm64', 'linux/arm/v7'],
    files: ['-usr/bin/i386', '-usr/share/man/man8/i386.8.gz'],
  },
];

/** Layers are within 15 % of that of amd64, or this part of it and no less. docs/platforms.md says why. */
export const SMALLER: Readonly<Record<string, number>> = { 'linux/arm/v7': 0.7 };

/** Returns the names that only one of two images has, with `+` before those of the other. */
export function differences(amd64: PlatformImage, other: PlatformImage): string[] {
  const [left, right] = [new Set(namesWithout(amd64)), new Set(namesWithout(other))];
  const added = [...right].filter((path) => !left.has(path)).map((path) => `+${path}`);
  const missing = [...left].filter((path) => !right.has(path)).map((path) => `-${path}`);
  return [...added, ...missing].sort();
}

/** Returns the differences from amd64 that an image has for a known reason. */
export function explained(name: string, platform: string): string[] {
  return DIFFERENCES.filter(({ images, platforms }) => images.includes(name) && platforms.includes(platform))
    .flatMap(({ files }) => files)
    .sort();
}
