import { describe, expect, test } from 'vitest';
import { commonVersions, heldBack } from './common-versions.ts';
import type { LockedPackage } from './lock.ts';
import type { Resolved } from './resolution.ts';

const ARCHIVES = [
  { url: 'http://mirror.example/debian', suite: 'trixie', date: 0 },
  { url: 'http://mirror.example/debian', suite: 'trixie-updates', date: 0 },
  { url: 'http://mirror.example/debian-security', suite: 'trixie-security', date: 0 },
];
const SUITES = ['', '/updates', '/security'];

/** Chosen packages as `version` or `version/pocket`, and all versions of those that there are several of. */
function answer(
  architecture: string,
  packages: Readonly<Record<string, string>>,
  versions: Resolved['versions'] = {},
  base: Readonly<Record<string, string>> = {},
): Resolved {
  const locked = Object.entries(packages).map(packageOf);
  const lock = { architecture, suite: 'trixie', archives: ARCHIVES, tools: [] };
  return { lock: { ...lock, base: Object.entries(base).map(packageOf), packages: locked }, versions };
}

function packageOf([name, text]: [string, string]): LockedPackage {
  const [, version = '', pocket = ''] = /^([^/]*)(.*)$/.exec(text) ?? [];
  const archive = SUITES.indexOf(pocket);
  return { name, version, architecture: 'all', archive, path: '', sha256: '', size: 0 };
}

const common = (...answers: readonly Resolved[]) => commonVersions(answers, new Set());

describe('the version that platforms have in common', () => {
  test('is the newest of those that all of them have', () => {
    const amd64 = answer('amd64', { a: '3-1/updates' }, { a: ['1-1', '2-1', '3-1'] });
    const arm64 = answer('arm64', { a: '2-1' }, { a: ['1-1', '2-1'] });
    expect(common(amd64, arm64)).toEqual({ a: '2-1' });
    expect(common(amd64, answer('arm64', { a: '2-1' }), answer('armhf', { a: '2-1' }))).toEqual({ a: '2-1' });
    expect(common(amd64, amd64)).toEqual({});
  });

  test('does not look at rebuilds', () => {
    const amd64 = answer('amd64', { a: '2-1+b1' }, { a: ['1-1+b3', '2-1+b1'] });
    expect(common(amd64, answer('arm64', { a: '1-1' }))).toEqual({ a: '1-1' });
    expect(common(amd64, answer('arm64', { a: '2-1' }))).toEqual({});
  });

  test('is none where one platform has nothing of what another has', () => {
    expect(common(answer('amd64', { a: '2-1' }), answer('arm64', { a: '1-1' }))).toEqual({});
  });

  test('is not newer than what apt chose somewhere', () => {
    const [older, newer] = [{ a: ['1-1', '3-1'] }, { a: ['1-1', '2-1', '3-1'] }];
    expect(common(answer('amd64', { a: '1-1' }, older), answer('arm64', { a: '2-1' }, newer))).toEqual({
      a: '1-1',
    });
  });

  test('is asked only of platforms that get the package', () => {
    const amd64 = answer('amd64', { a: '2-1' }, { a: ['1-1', '2-1'] });
    expect(common(amd64, answer('arm64', { a: '1-1' }), answer('armhf', {}))).toEqual({ a: '1-1' });
  });

  test('is that of what replaces a package of the base', () => {
    const amd64 = answer('amd64', { a: '2-1' }, { a: ['1-1', '2-1', '3-1'] }, { a: '3-1' });
    expect(common(amd64, answer('arm64', {}, {}, { a: '1-1' }))).toEqual({ a: '1-1' });
  });

  test('never costs a security fix', () => {
    const fixed = answer('amd64', { a: '1-1+deb13u1/security' }, { a: ['1-1', '1-1+deb13u1'] });
    expect(common(fixed, answer('arm64', { a: '1-1' }))).toEqual({});
    const updated = answer('arm64', { a: '2-1/updates' }, { a: ['1-1', '1-1+deb13u1', '2-1'] });
    expect(common(fixed, updated)).toEqual({ a: '1-1+deb13u1' });
  });

  test('is not looked for where the Imagefile names one', () => {
    const amd64 = answer('amd64', { a: '2-1' }, { a: ['1-1', '2-1'] });
    expect(commonVersions([amd64, answer('arm64', { a: '1-1' })], new Set(['a']))).toEqual({});
  });
});

test('what is older than it could be is told with its place', () => {
  const first = answer('amd64', { a: '2-1+b1/updates', b: '1-1', c: '1-1' }).lock;
  const second = answer('amd64', { a: '1-1+b3', b: '1-1', d: '1-1' }).lock;
  expect(heldBack(first, second)).toEqual([
    { name: 'a', architecture: 'amd64', version: '1-1+b3', newest: '2-1+b1', suite: 'trixie-updates' },
  ]);
});
