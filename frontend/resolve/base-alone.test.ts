import { expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { resolvePackages } from './resolve.ts';

/** Chooses the packages of an Imagefile with a daemon on which any request for an archive fails. */
async function resolved(text: string, target?: string) {
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const bridge = { solve: () => Promise.reject(new Error('an archive was requested')) };
  const on = { session: { bridge }, project: { entrypoint: {} } } as unknown as PlatformProject;
  return resolvePackages(on, {
    spec,
    architecture: 'amd64',
    ...(target === undefined ? {} : { target }),
    mirror: { url: 'http://mirror.example/debian', frozen: false, past: false },
    repositories: [],
  });
}

test.each([
  ['no packages', ''],
  ['packages to leave out', 'packages: [-vim]\n'],
  ['packages of another architecture', 'packages: ["jq[arm64]"]\n'],
])('an Imagefile with a base image and %s needs no archive', async (_, packages) => {
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

test('an Imagefile with packages to add, or without a base image, needs one', async () => {
  await expect(resolved('from: base\npackages: [jq]\nprune: none\n')).rejects.toThrow();
  await expect(resolved('prune: none\n')).rejects.toThrow();
  await expect(resolved('from: base\npackages: ["jq[arm64]"]\nprune: none\n', 'arm64')).rejects.toThrow();
});
