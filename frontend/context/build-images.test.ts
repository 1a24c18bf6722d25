import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { inFile } from '../../test/support/in-file.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { type BuildPins, openBuildImages } from './build-images.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const DIGEST = `sha256:${'1'.repeat(64)}`;
const DEBIAN: Readonly<Record<string, string>> = {
  'bin/sh': '',
  'usr/bin/apt-get': '',
  'var/lib/dpkg/status': 'Package: dpkg\nStatus: install ok installed\nVersion: 1\n',
  'var/lib/dpkg/info/format': '1\n',
  'etc/os-release': 'VERSION_CODENAME=bookworm\n',
};

function build(name: string, ...lines: readonly string[]): string {
  return `  - name: ${name}\n    source: {context: .}\n    run: [make]\n    output: [${name}: /${name}]\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

/** Opens the images of builds at a daemon that has these files in every image. */
async function open(
  builds: readonly string[],
  { files = DEBIAN, pins = new Map() }: { files?: Readonly<Record<string, string>>; pins?: BuildPins } = {},
) {
  const text = `build:\n${builds.join('')}entry: /a\n`;
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const asked: string[] = [];
  const workers = JSON.stringify([{ platforms: [AMD64] }]);
  const session = {
    options: parseOptions({ BUILDKIT_SESSION_ID: 's', BUILDKIT_WORKERS: workers }).options,
    bridge: {
      solve: async () => ({ id: 'r' }),
      resolveSourceMeta: async (request: {
        Source: { identifier: string };
        Platform: { Architecture: string };
      }) => {
        asked.push(`${request.Source.identifier} ${request.Platform.Architecture}`);
        return { Image: { Digest: DIGEST, Config: Buffer.from('{"config":{"Env":["A=1"]}}') } };
      },
      statFile: async (_: unknown, path: string) => {
        const content = files[path];
        if (content === undefined) throw new BridgeError('no such file or directory');
        return { mode: 0o644, size: content.length };
      },
      readDir: async () => [],
      readFile: async (_: unknown, path: string) => Buffer.from(files[path] ?? ''),
    },
  } as unknown as Session;
  const images = await inFile({ name: 'Imagefile', text }, () =>
    openBuildImages(session, () => spec, [AMD64, ARM64], pins),
  );
  return { images, asked };
}

const NODE = 'docker-image://docker.io/library/node:22';

test('an image is opened once for the machine, and again for the platform that says so', async () => {
  const builds = [
    build('a', 'from: node:22'),
    build('b', 'from: node:22'),
    build('c', 'from: node:22', 'platform: target'),
    build('d'),
  ];
  const { images, asked } = await open(builds);
  expect(asked).toEqual([`${NODE} amd64`, `${NODE} arm64`]);
  expect([...(images.get('linux/arm64')?.keys() ?? [])]).toEqual(['a', 'b', 'c']);
  const [a, b] = ['a', 'b'].map((name) => images.get('linux/arm64')?.get(name));
  expect(a).toMatchObject({ name: 'node:22', digest: DIGEST, environment: ['A=1'], hasAuthorities: false });
  expect(b).toBe(a);
});

test('a bundle of authorities is found wherever a distribution has it', async () => {
  const files = { ...DEBIAN, 'etc/pki/tls/certs/ca-bundle.crt': '' };
  const { images } = await open([build('a', 'from: node:22')], { files });
  expect(images.get('linux/amd64')?.get('a')?.hasAuthorities).toBe(true);
});

test('the image of a lock is used', async () => {
  const pins = new Map([['linux/amd64', new Map([['a', `sha256:${'2'.repeat(64)}`]])]]);
  const { asked } = await open([build('a', 'from: node:22')], { pins });
  expect(asked).toContain(`${NODE}@sha256:${'2'.repeat(64)} amd64`);
});

describe('nothing can be built in an image', () => {
  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'without a shell',
      {},
      '[]',
      'Imagefile:6: nothing can be built in the image "node:22", which has no shell (/bin/sh) [unusable-base]\n' +
        '  name an image that is made for building, such as node:22-slim, or leave "from" out and add packages',
    ],
    [
      'without apt, if packages are added',
      { 'bin/sh': '', 'etc/os-release': 'PRETTY_NAME="Alpine Linux v3.22"\n' },
      '[make]',
      'Imagefile:6: packages cannot be added to the image "node:22", which is Alpine Linux v3.22 without apt [unusable-base]\n' +
        '  leave "packages" out, and install them with the package manager of the image: fetch: {run: [apk add --no-cache make]}\n' +
        '  or use Debian or Ubuntu as the image',
    ],
    [
      'of no suite, if packages are added',
      { ...DEBIAN, 'etc/os-release': '' },
      '[make]',
      'Imagefile:6: packages cannot be added to the image "node:22", which does not say which suite it is of [unusable-base]\n' +
        '  leave "packages" out, or use Debian or Ubuntu',
    ],
  ])('%s', async (_, files, packages, message) => {
    const opened = open([build('a', 'from: node:22', `packages: ${packages}`)], { files });
    await expect(opened).rejects.toThrow(message);
  });
});
