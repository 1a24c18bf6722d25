import { expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { lockedRequest, requestDigest } from './locked-request.ts';

function requestOf(text: string) {
  const { spec } = parseImagefile(`entry: /usr/bin/app\n${text}`);
  if (spec === undefined) throw new Error('no spec');
  return lockedRequest(
    spec,
    spec.repositories.map((each) => ({ ...each, digest: `sha256:${each.suite}` })),
    new Map([['keys/a.asc', { digest: 'sha256:a' }]]),
  );
}

test('holds what decides which packages are chosen', () => {
  const text =
    'suite: {suite: sid, components: [main, contrib], snapshot: 2026-01-01T00:00:00Z}\nrecommends: true\n' +
    'repositories: [{url: http://a.example/, suite: s, key: a.asc}]\n' +
    'packages: [tzdata, "curl=8.1-1", nginx/sid, "libc6[arm/v7 amd64]", "-perl"]\n';
  expect(requestOf(text)).toEqual({
    suite: 'sid',
    components: ['main', 'contrib'],
    snapshot: '2026-01-01T00:00:00Z',
    repositories: [{ url: 'http://a.example', suite: 's', components: ['main'], key: 'sha256:s' }],
    recommends: true,
    packages: ['-perl', 'curl=8.1-1', 'libc6[amd64 armhf]', 'nginx/sid', 'tzdata'],
  });
});

test('is the same whatever else the Imagefile says, and in whatever order', () => {
  const one = requestDigest(requestOf('packages: [curl, tzdata]\n'));
  expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(requestDigest(requestOf('packages: [tzdata, curl]\nlabels: {a: b}\n'))).toBe(one);
  for (const other of [
    'packages: [curl]\n',
    'packages: [curl, tzdata]\nrecommends: true\n',
    'packages: [curl, tzdata]\nrepositories: [{url: http://a.example, suite: s, key: a.asc}]\n',
  ]) {
    expect(requestDigest(requestOf(other))).not.toBe(one);
  }
});

test('holds whether a repository may replace packages of Debian, only if so', () => {
  const of = (more: string) =>
    requestOf(`packages: [curl]\nrepositories: [{url: http://a.example, suite: s, key: a.asc${more}}]\n`);
  expect(of(', override: false')).toEqual(of(''));
  const override = of(', override: true');
  expect(override.repositories[0]).toMatchObject({ override: true });
  expect(requestDigest(override)).not.toBe(requestDigest(of('')));
});

test('holds the keys of what is built', () => {
  const of = (more: string) =>
    requestOf(
      `build: [{name: a, source: {git: "https://git.example/a.git"${more}}, run: [make], output: [a: /usr/bin/a]}]\n`,
    );
  const signed = of(', key: keys/a.asc');
  expect(signed.builds?.[0]?.git).toEqual({ url: 'https://git.example/a.git', key: 'sha256:a' });
  expect(requestDigest(signed)).not.toBe(requestDigest(of('')));
});
