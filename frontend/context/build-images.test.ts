import { expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { inFile } from '../../test/support/in-file.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { openBuildImages } from './build-images.ts';

const TEXT = `build:
  - name: one
    from: tools
    source: {context: .}
    run: [tool --make, sh -c 'tool --test']
    output: [one: /usr/bin/one]
  - name: two
    from: tools
    source: {context: .}
    run: [tool --make]
    output: [two: /usr/bin/two]
  - name: three
    source: {context: .}
    run: [sh -c make]
    output: [three: /usr/bin/three]
entry: /usr/bin/one
`;
const DIGEST = `sha256:${'1'.repeat(64)}`;
const PLATFORM = { os: 'linux', architecture: 'amd64' };

/** Opens the images of builds at a daemon that has one image. @param files those of the image */
async function open(files: readonly string[], pins: Parameters<typeof openBuildImages>[3] = new Map()) {
  const asked: string[] = [];
  const session = {
    options: parseOptions({ BUILDKIT_SESSION_ID: 's1' }).options,
    bridge: {
      inputs: async () => new Map(),
      solve: async () => ({ id: 'r' }),
      resolveSourceMeta: async ({ Source }: { Source: { identifier: string } }) => {
        asked.push(Source.identifier);
        if (files.length === 0) throw new BridgeError('not found');
        return { Image: { Digest: DIGEST, Config: Buffer.from('{"config":{"Env":["A=1"]}}') } };
      },
      statFile: async (_: unknown, path: string) => {
        if (!files.includes(path)) throw new BridgeError('no such file or directory');
        return { mode: 0o644, size: 0 };
      },
      readDir: async () => [],
    },
  } as unknown as Session;
  const { spec } = parseImagefile(TEXT);
  if (spec === undefined) throw new Error('no spec');
  const images = await inFile({ name: 'Imagefile', text: TEXT }, () =>
    openBuildImages(session, () => spec, [PLATFORM], pins),
  );
  return { images: images.get('linux/amd64'), asked };
}

test('an image is opened once for all builds in it', async () => {
  const { images, asked } = await open(['usr/bin/sh']);
  expect([...(images?.keys() ?? [])]).toEqual(['one', 'two']);
  expect(images?.get('one')).toMatchObject({ name: 'tools', digest: DIGEST, environment: ['A=1'] });
  expect(asked).toHaveLength(1);
});

test('a command that needs a shell fails in an image without one, and no other does', async () => {
  await expect(open(['usr/bin/tool'])).rejects.toThrow(
    'Imagefile:5: the image "tools" has no shell (/bin/sh), so it cannot run this command [unusable-base]\n' +
      '  start a program of the image without a shell, or build in an image that has one',
  );
});

test('an image that does not exist fails at its line', async () => {
  await expect(open([])).rejects.toThrow('Imagefile:3: the image "tools" cannot be read [unusable-base]');
});
