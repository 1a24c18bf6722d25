import { expect, test } from 'vitest';
import type { Lock } from './lock.ts';
import { differenceText, versionDifferences } from './version-differences.ts';

type Versions = Readonly<Record<string, string>>;

const ARCHIVES = [
  { url: 'http://mirror.example/debian', suite: 'trixie', date: 0 },
  { url: 'http://mirror.example/debian-security', suite: 'trixie-security', date: 0 },
];

/** @param fixes names of those that are from the security suite */
function lock(
  architecture: string,
  base: Versions,
  packages: Versions = {},
  fixes: readonly string[] = [],
): Lock {
  const list = (versions: Versions) =>
    Object.entries(versions).map(([name, version]) => ({
      ...{ name, version, architecture, archive: fixes.includes(name) ? 1 : 0 },
      ...{ path: '', sha256: '', size: 0 },
    }));
  const lists = { base: list(base), packages: list(packages), tools: [] };
  return { architecture, suite: 'trixie', archives: ARCHIVES, ...lists };
}

test('a package that is newer on one platform is named with its versions', () => {
  const locks = [
    lock('arm64', { bash: '5' }, { curl: '8.13' }),
    lock('amd64', { bash: '5' }, { curl: '8.14', 'only-here': '1' }),
    lock('armhf', { bash: '5' }, { curl: '8.13' }),
  ];
  expect(versionDifferences(locks).map(differenceText)).toEqual([
    'curl is 8.13 on arm64, armhf, and 8.14 on amd64',
  ]);
});

test('a rebuild is the same version, an update of one source is not', () => {
  expect(versionDifferences([lock('amd64', { a: '1-2+b1' }), lock('arm64', { a: '1-2' })])).toEqual([]);
  expect(versionDifferences([lock('amd64', { a: '1-2+b1' }), lock('arm64', { a: '1-3+b1' })])).toHaveLength(
    1,
  );
  expect(versionDifferences([lock('amd64', { a: '1+b1x' }), lock('arm64', { a: '1' })])).toHaveLength(1);
});

test('what replaces a package of the base counts', () => {
  const amd64 = lock('amd64', { libc6: '2.41-12' }, { libc6: '2.41-13' });
  expect(versionDifferences([amd64, lock('arm64', { libc6: '2.41-13' })])).toEqual([]);
});

test('a security fix that only one platform has is called that', () => {
  const amd64 = lock('amd64', {}, { curl: '8.13-1+deb13u1' }, ['curl']);
  expect(versionDifferences([amd64, lock('arm64', {}, { curl: '8.13-1' })]).map(differenceText)).toEqual([
    'curl is 8.13-1 on arm64, and 8.13-1+deb13u1, a security fix, on amd64',
  ]);
});
