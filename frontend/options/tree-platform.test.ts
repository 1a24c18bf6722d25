import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { formatPlatform, parsePlatform } from './platform.ts';
import { treePlatform } from './tree-platform.ts';

const WORKER = JSON.stringify([{ platforms: [{ os: 'linux', architecture: 'amd64' }] }]);
const TARGET = { platform: { value: 'target' as const, at: { start: 0, end: 0 } } };

test.each([
  ['linux/amd64', {}, {}, 'linux/amd64'],
  ['linux/386', {}, {}, 'linux/386'],
  ['linux/arm64', {}, {}, 'linux/amd64'],
  ['linux/arm64', TARGET, {}, 'linux/arm64'],
  ['linux/arm64', {}, { BUILDKIT_FRONTEND_OPT_0: 'build-arg:MIB_CROSS=none' }, 'linux/arm64'],
])('%s is built in a tree of the right platform: %#', (wanted, build, more, expected) => {
  const { options } = parseOptions({ BUILDKIT_WORKERS: WORKER, ...more });
  const platform = parsePlatform(wanted);
  if (platform === undefined) throw new Error(wanted);
  expect(formatPlatform(treePlatform(options, platform, build))).toBe(expected);
});
