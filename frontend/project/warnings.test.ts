import { expect, test } from 'vitest';
import type { Bridge } from '../gateway/bridge.ts';
import { warnerAt } from '../gateway/warner.ts';
import { warnOfNetwork, warnOfSkipped } from './warnings.ts';

test.each([
  ['sandbox', []],
  ['none', []],
  [
    'host',
    ['--network=host has no effect: steps have no network access, and BuildKit itself fetches the packages'],
  ],
] as const)('who asks for the network "%s" is told %j', async (networkMode, told) => {
  const said: string[] = [];
  const warn: Bridge['warn'] = async ({ short }) => void said.push(Buffer.from(short ?? []).toString());
  await warnOfNetwork(warnerAt({ warn }, 'sha256:0'), { networkMode });
  expect(said).toEqual(told);
});

test('a person is told for which platforms nothing was checked', async () => {
  const said: string[] = [];
  const warn: Bridge['warn'] = async ({ short }) => void said.push(Buffer.from(short ?? []).toString());
  const warner = warnerAt({ warn }, 'sha256:0');
  await warnOfSkipped(warner, []);
  expect(said).toEqual([]);
  await warnOfSkipped(warner, [
    { os: 'linux', architecture: 'arm64' },
    { os: 'linux', architecture: 'arm', variant: 'v7' },
  ]);
  expect(said).toEqual([
    'the checks are not run for linux/arm64, linux/arm/v7, which this machine cannot run: ' +
      'nothing proves that the image works',
  ]);
});
