import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';
import { formatPlatform, parsePlatform } from './platform.ts';
import { runnablePlatforms } from './platforms.ts';

const FILE = { name: 'Imagefile', text: 'entry: /x\n' };

/** The platforms that are built on a worker that lists some, the first of which is its own. */
function built(worker: string, asked = '') {
  const platforms = worker.split(',').map(parsePlatform);
  const { options } = parseOptions({
    BUILDKIT_WORKERS: JSON.stringify([{ platforms }]),
    BUILDKIT_FRONTEND_OPT_0: `platform=${asked}`,
  });
  return runnablePlatforms(options, FILE).map(formatPlatform);
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
      '  docker run --privileged --rm tonistiigi/binfmt --install arm64\n' +
      'Imagefile: platform "linux/arm/v7" needs emulation, which this machine does not have [no-emulation]\n' +
      '  docker run --privileged --rm tonistiigi/binfmt --install arm',
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
