import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLock, type Lock, type LockedPackage, parseLock } from './lock.ts';

const LOCK: Lock = {
  version: 1,
  architecture: 'armhf',
  suite: 'trixie',
  date: 1789199741,
  archives: [{ url: 'http://mirror.example/debian', suite: 'trixie' }],
  base: [
    {
      name: 'dash',
      version: '0.5.12-12',
      architecture: 'armhf',
      archive: 0,
      path: 'pool/main/d/dash/dash_0.5.12-12_armhf.deb',
      sha256: 'a'.repeat(64),
      size: 98200,
    },
  ],
  packages: [],
};

const locks = fc.record<Lock>({
  version: fc.constant(1),
  architecture: fc.string(),
  suite: fc.string(),
  date: fc.nat(),
  archives: fc.constant(LOCK.archives),
  base: fc.array(fc.record({ ...constants(), name: fc.string(), version: fc.string() })),
  packages: fc.array(fc.record({ ...constants(), name: fc.string(), size: fc.nat() })),
});

function constants() {
  const [first] = LOCK.base;
  return Object.fromEntries(Object.entries(first!).map(([key, value]) => [key, fc.constant(value)])) as {
    [K in keyof LockedPackage]: fc.Arbitrary<LockedPackage[K]>;
  };
}

describe('the text of a lock', () => {
  test('has one line for each package', () => {
    expect(formatLock(LOCK)).toBe(`{
  "version": 1,
  "architecture": "armhf",
  "suite": "trixie",
  "date": 1789199741,
  "archives": [
    {"url":"http://mirror.example/debian","suite":"trixie"}
  ],
  "base": [
    {"name":"dash","version":"0.5.12-12","architecture":"armhf","archive":0,"path":"pool/main/d/dash/dash_0.5.12-12_armhf.deb","sha256":"${'a'.repeat(64)}","size":98200}
  ],
  "packages": []
}
`);
  });

  test('does not depend on the order in which the keys were made', () => {
    const { version, ...rest } = LOCK;
    expect(formatLock({ ...rest, version })).toBe(formatLock(LOCK));
  });

  test('reads back as the lock it was made from', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        expect(parseLock(formatLock(lock))).toEqual(lock);
      }),
    );
  });
});

describe('a text that is no lock', () => {
  const broken = (change: Record<string, unknown>): string => JSON.stringify({ ...LOCK, ...change });
  const withPackage = (change: Record<string, unknown>): string =>
    broken({ packages: [{ ...LOCK.base[0], ...change }] });

  test.each([
    ['[]', 'lock: the whole: an object is wanted'],
    [broken({ version: 2 }), 'lock: version 2 is not one that this mib reads'],
    [broken({ suite: 13 }), 'lock: suite: a string is wanted'],
    [broken({ date: -1 }), 'lock: date: a whole number is wanted'],
    [broken({ base: {} }), 'lock: base: a list is wanted'],
    [broken({ archives: [{ suite: 'trixie' }] }), 'lock: archives[0].url: a string is wanted'],
    [withPackage({ archive: 1 }), 'lock: packages[0].archive: there are 1 archives'],
    [withPackage({ sha256: 'A' }), 'lock: packages[0].sha256: 64 hexadecimal digits are wanted'],
    [withPackage({ path: '../x.deb' }), 'lock: packages[0].path: "../x.deb" is not a path of a package'],
    [withPackage({ path: 'a/../x.deb' }), 'lock: packages[0].path: "a/../x.deb" is not a path of a package'],
    [withPackage({ path: 'x.deb?y' }), 'lock: packages[0].path: "x.deb?y" is not a path of a package'],
  ])('is refused: %s', (text, message) => {
    expect(() => parseLock(text)).toThrow(message);
  });
});
