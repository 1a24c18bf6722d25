import { expect, test } from 'vitest';
import type { Spec } from '../../src/imagefile/spec.ts';
import { inFile } from '../../test/support/in-file.ts';
import { parseOptions } from './options.ts';
import { formatPlatform, type Platform, parsePlatform } from './platform.ts';
import { runnablePlatforms, withModels } from './platforms.ts';

const FILE = { name: 'Imagefile', text: 'entry: /x\nrun: [make all]\n' };

/** Returns the Imagefile's `run:`, which has a different command for each platform. */
function makes({ architecture }: Platform): Spec['run'] {
  return [{ value: ['make', architecture], mounts: [], at: { start: 16, end: 25 } }];
}

/** Returns the platforms that are built on a worker with these platforms, of which the first is its own. */
function built(
  worker: string,
  asked = '',
  { gate = 'run', run = () => [] }: { gate?: string; run?: (platform: Platform) => Spec['run'] } = {},
) {
  const platforms = worker.split(',').map(parsePlatform);
  const { options } = parseOptions({
    BUILDKIT_WORKERS: JSON.stringify([{ platforms }]),
    BUILDKIT_FRONTEND_OPT_0: `platform=${asked}`,
    BUILDKIT_FRONTEND_OPT_1: `build-arg:MIB_GATE=${gate}`,
  });
  const found = inFile(FILE, () =>
    runnablePlatforms(options, (platform) => ({ run: run(platform), build: [] })),
  );
  return found.map(formatPlatform);
}

test.each([
  ['linux/amd64', '', ['linux/amd64']],
  ['linux/arm64', '', ['linux/arm64']],
  ['linux/amd64', 'linux/amd64,linux/386', ['linux/amd64', 'linux/386']],
  ['linux/amd64,linux/arm64,linux/arm/v7', 'linux/arm64/v8,linux/arm', ['linux/arm64', 'linux/arm/v7']],
  ['linux/amd64,linux/arm/v7,linux/arm/v6', 'linux/arm/v5', ['linux/arm/v5']],
  ['linux/arm64,linux/amd64', 'linux/amd64', ['linux/amd64']],
])('a worker of %s builds %s', (worker, asked, expected) => {
  expect(built(worker, asked)).toEqual(expected);
});

test('what needs emulation and has none is refused, with the remedy', () => {
  expect(() => built('linux/amd64', 'linux/amd64,linux/arm64,linux/arm/v7')).toThrow(
    'Imagefile: platform "linux/arm64" needs emulation, which this machine does not have [no-emulation]\n' +
      '  docker run --privileged --rm tonistiigi/binfmt --install arm64; ' +
      'to build without its checks: --build-arg MIB_GATE=skip\n' +
      'Imagefile: platform "linux/arm/v7" needs emulation, which this machine does not have [no-emulation]\n' +
      '  docker run --privileged --rm tonistiigi/binfmt --install arm; ' +
      'to build without its checks: --build-arg MIB_GATE=skip',
  );
});

test('386 needs it on another machine than amd64', () => {
  expect(() => built('linux/arm64', 'linux/386')).toThrow('platform "linux/386" needs emulation');
});

test('what Debian has no packages for is refused', () => {
  expect(() => built('linux/amd64', 'linux/mips64le,windows/amd64')).toThrow(
    'Imagefile: Debian has no packages for the platform "linux/mips64le" [unknown-platform]\n' +
      'Imagefile: Debian has no packages for the platform "windows/amd64" [unknown-platform]',
  );
});

test('whoever skips the checks gets what needs emulation and has none', () => {
  expect(built('linux/amd64', 'linux/amd64,linux/arm64', { gate: 'skip' })).toEqual([
    'linux/amd64',
    'linux/arm64',
  ]);
});

test('the commands of "run" are never skipped: they are named as they are for the platform', () => {
  expect(() => built('linux/amd64', 'linux/amd64,linux/arm64', { gate: 'skip', run: makes })).toThrow(
    'Imagefile:2: "make arm64" cannot run on "linux/arm64" without emulation, which this machine does not have ' +
      '[no-emulation]\n  docker run --privileged --rm tonistiigi/binfmt --install arm64',
  );
  expect(built('linux/amd64', 'linux/386', { gate: 'skip', run: makes })).toEqual(['linux/386']);
});

test('where there are such, to skip the checks is no remedy', () => {
  expect(() => built('linux/amd64', 'linux/arm64', { run: makes })).toThrow(
    /^Imagefile: platform "linux\/arm64" needs emulation, which this machine does not have \[no-emulation\]\n {2}docker run --privileged --rm tonistiigi\/binfmt --install arm64$/,
  );
});

test('what cannot run has the machine for its model', () => {
  const models = (asked: string) => {
    const { options } = parseOptions({
      BUILDKIT_WORKERS: JSON.stringify([{ platforms: [parsePlatform('linux/amd64')] }]),
    });
    return withModels(
      options,
      asked.split(',').flatMap((name) => parsePlatform(name) ?? []),
    ).map(formatPlatform);
  };
  expect(models('linux/386')).toEqual(['linux/386']);
  expect(models('linux/arm64')).toEqual(['linux/arm64', 'linux/amd64']);
  expect(models('linux/amd64,linux/arm64')).toEqual(['linux/amd64', 'linux/arm64']);
});
