import { expect, test } from 'vitest';
import type { CompileContext } from '../../src/compile/context.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Warner } from '../gateway/warner.ts';
import { resolvePackages } from './resolve.ts';

/** Asks for the packages of an Imagefile where nothing may be read: the first look at an archive fails. */
async function resolved(text: string, target?: string) {
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const bridge = {
    solve: () => Promise.reject(new Error('an archive was asked')),
  };
  return resolvePackages({ bridge } as unknown as Warner, {} as CompileContext, {
    spec,
    file: { name: 'Imagefile', text },
    architecture: 'amd64',
    ...(target === undefined ? {} : { target }),
    mirror: { url: 'http://mirror.example/debian', frozen: false, past: false },
    repositories: [],
  });
}

test.each([
  ['no packages', ''],
  ['packages that are to be left out', 'packages: [-vim]\n'],
  ['packages of another architecture', 'packages: ["jq[arm64]"]\n'],
])('an Imagefile upon an image with %s asks no archive', async (_, packages) => {
  const { lock } = await resolved(`from: base\n${packages}prune: none\n`);
  expect(lock).toEqual({
    architecture: 'amd64',
    suite: 'trixie',
    archives: [],
    base: [],
    packages: [],
    tools: [],
  });
});

test('an Imagefile with packages, or without an image, asks one', async () => {
  await expect(resolved('from: base\npackages: [jq]\nprune: none\n')).rejects.toThrow();
  await expect(resolved('prune: none\n')).rejects.toThrow();
  await expect(resolved('from: base\npackages: ["jq[arm64]"]\nprune: none\n', 'arm64')).rejects.toThrow();
});
