import { expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { lockedRequest, requestDigest } from './locked-request.ts';

function requestOf(text: string) {
  const { spec } = parseImagefile(`entry: /usr/bin/app\n${text}`);
  if (spec === undefined) throw new Error('no spec');
  return lockedRequest(spec);
}

test('holds what decides which packages are chosen', () => {
  const text =
    'suite: {suite: sid, components: [main, contrib]}\nrecommends: true\n' +
    'packages: [tzdata, "curl=8.1-1", nginx/sid, "libc6[arm/v7 amd64]", "-perl"]\n';
  expect(requestOf(text)).toEqual({
    suite: 'sid',
    components: ['main', 'contrib'],
    recommends: true,
    packages: ['-perl', 'curl=8.1-1', 'libc6[amd64 armhf]', 'nginx/sid', 'tzdata'],
  });
});

test('is the same whatever else the Imagefile says, and in whatever order', () => {
  const one = requestDigest(requestOf('packages: [curl, tzdata]\n'));
  expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(requestDigest(requestOf('packages: [tzdata, curl]\nlabels: {a: b}\n'))).toBe(one);
  for (const other of ['packages: [curl]\n', 'packages: [curl, tzdata]\nrecommends: true\n']) {
    expect(requestDigest(requestOf(other))).not.toBe(one);
  }
});
