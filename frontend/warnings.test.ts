import { expect, test } from 'vitest';
import type { Bridge } from './bridge.ts';
import { warnOfNetwork } from './warnings.ts';

test.each([
  ['sandbox', []],
  ['none', []],
  [
    'host',
    ['--network=host has no effect: no step has network, and packages are fetched by BuildKit itself'],
  ],
] as const)('who asks for the network "%s" is told %j', async (networkMode, told) => {
  const said: string[] = [];
  const warn: Bridge['warn'] = async ({ short }) => void said.push(Buffer.from(short ?? []).toString());
  await warnOfNetwork({ bridge: { warn } as Bridge, digest: 'sha256:0' }, { networkMode });
  expect(said).toEqual(told);
});
