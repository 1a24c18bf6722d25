import { expect, test } from 'vitest';
import { formatPlatform, normalize, type Platform, parsePlatform, runsOn } from './platform.ts';

test.each([
  ['linux/amd64', 'linux/amd64'],
  ['linux/amd64/v1', 'linux/amd64'],
  ['linux/amd64/v3', 'linux/amd64/v3'],
  ['linux/x86_64', 'linux/amd64'],
  ['linux/arm64/v8', 'linux/arm64'],
  ['linux/aarch64', 'linux/arm64'],
  ['linux/arm64/v9', 'linux/arm64/v9'],
  ['linux/arm', 'linux/arm/v7'],
  ['linux/arm/7', 'linux/arm/v7'],
  ['linux/arm/v6', 'linux/arm/v6'],
  ['linux/armhf', 'linux/arm/v7'],
  ['linux/armel', 'linux/arm/v6'],
  ['linux/386', 'linux/386'],
  ['Linux/I386', 'linux/386'],
  ['linux/ppc64le', 'linux/ppc64le'],
  ['linux/riscv64', 'linux/riscv64'],
  ['linux/s390x', 'linux/s390x'],
])('%s is %s', (text, normal) => {
  const platform = parsePlatform(text);
  expect(platform && formatPlatform(platform)).toBe(normal);
});

test.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/v7/x', 'linux/a b'])('%j is no platform', (text) => {
  expect(parsePlatform(text)).toBeUndefined();
});

test('an empty variant, as a worker reports it, is no variant', () => {
  expect(normalize({ os: 'linux', architecture: 'arm64', variant: '' })).toEqual({
    os: 'linux',
    architecture: 'arm64',
  });
});

test.each([
  ['linux/amd64', 'linux/amd64', true],
  ['linux/amd64', 'linux/386', true],
  ['linux/386', 'linux/amd64', false],
  ['linux/amd64', 'linux/arm64', false],
  ['linux/amd64', 'windows/amd64', false],
  ['linux/arm64', 'linux/arm64', true],
  ['linux/arm64', 'linux/arm/v7', false],
  ['linux/arm/v7', 'linux/arm/v7', true],
  ['linux/arm/v7', 'linux/arm/v5', false],
])('a %s machine and %s: %s', (native, platform, expected) => {
  const parsed = [native, platform].map((text) => parsePlatform(text) ?? { os: '', architecture: '' });
  expect(runsOn(...(parsed as [Platform, Platform]))).toBe(expected);
});
