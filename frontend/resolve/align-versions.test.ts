import { expect, test } from 'vitest';
import type { Lock } from '../../src/debian/lock.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { warnerAt } from '../gateway/warner.ts';
import { alignVersions, type Choice } from './align-versions.ts';

const ARCHIVES = ['trixie', 'trixie-updates', 'trixie-security'].map((suite) => ({
  url: 'http://mirror.example/debian',
  suite,
  date: 0,
}));

/** Returns a lock. @param packages by name: the version, and the index of its archive */
function lock(architecture: string, packages: Readonly<Record<string, readonly [string, number]>>): Lock {
  const rest = { path: '', sha256: '', size: 0 };
  return {
    architecture,
    suite: 'trixie',
    archives: ARCHIVES,
    base: [],
    packages: Object.entries(packages).map(([name, [version, archive]]) => ({
      ...{ name, version, architecture, archive },
      ...rest,
    })),
    tools: [],
  };
}

const ARM64 = lock('arm64', { app: ['1-1', 0], lib: ['1-1+deb13u1', 2] });
const AMD64 = lock('amd64', { app: ['2-1+b1', 1], lib: ['1-1+deb13u1', 2] });
const VERSIONS = { app: ['1-1', '2-1+b1'], lib: ['1-1', '1-1+deb13u1'] };

/** @param again the second answer for amd64 */
async function align(again: Lock | undefined, lines: readonly string[] = ['app']) {
  const said: string[] = [];
  const asked: unknown[] = [];
  const warn: Bridge['warn'] = async ({ short, detail }) =>
    void said.push(...[short ?? [], ...(detail ?? [])].map((line) => Buffer.from(line).toString()));
  const hold = (answer: Lock | undefined) => async (held: unknown) => {
    asked.push(held);
    return answer;
  };
  const choices: Choice[] = [
    { lock: AMD64, versions: VERSIONS, hold: hold(again) },
    { lock: ARM64, versions: { lib: VERSIONS.lib }, hold: hold(ARM64) },
  ];
  const warner = warnerAt({ warn }, 'sha256:0');
  const { spec } = parseImagefile(`packages: ${JSON.stringify(lines)}\nentry: /usr/bin/app\n`);
  const found = await alignVersions(warner, choices, spec?.packages ?? []);
  return { lock: found.get(AMD64) ?? AMD64, said, asked };
}

test('the version that all platforms have is chosen, and what is older for it is told', async () => {
  const older = lock('amd64', { app: ['1-1', 0], lib: ['1-1+deb13u1', 2] });
  expect(await align(older)).toEqual({
    lock: older,
    asked: [{ app: '1-1' }, { app: '1-1' }],
    said: [
      '1 package is not the newest, so that all platforms have the same version',
      'app is 1-1, not 2-1+b1 of trixie-updates on amd64; to have the newest, write "app=2-1+b1[amd64]" and "app[arm64]"',
    ],
  });
  expect((await align(older, ['lib'])).said[1]).toMatch(
    /; to have the newest, write "app=2-1\+b1\[amd64\]"$/,
  );
});

test.each([
  ['what depends on it does not go with it', undefined],
  ['something else would lose a security fix', lock('amd64', { app: ['1-1', 0], lib: ['1-1', 0] })],
])('each platform gets its newest where %s', async (_, again) => {
  expect(await align(again)).toMatchObject({ lock: AMD64, said: [] });
});

test('nothing is asked again where the Imagefile decides', async () => {
  expect(await align(undefined, ['app=2-1+b1[amd64]', 'app[arm64]'])).toEqual({
    lock: AMD64,
    asked: [],
    said: [],
  });
});
