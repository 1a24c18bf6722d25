import { describe, expect, test } from 'vitest';
import type { Lock, LockedPackage } from '../debian/lock.ts';
import { type Installed, parseInstalled } from './installed.ts';
import { compare } from './outdated.ts';
import { outdatedText } from './outdated-text.ts';

const STATUS = `Package: app
Status: install ok installed
Version: 1.0-1
Depends: libx (>= 1), ssl-lib | ssl
Description: of two lines
 the second

Package: libssl
Status: install ok installed
Version: 3-1
Provides: ssl (= 3)
Pre-Depends: libc

Package: libx
Status: install ok installed
Version: 2-1
Depends: libc

Package: libc
Status: install ok installed
Version: 2.41-1

Package: files
Status: install ok installed
Version: 13
`;

const INSTALLED = parseInstalled(STATUS);

function lock(versions: Readonly<Record<string, string>>, security: readonly string[] = []): Lock {
  const locked = ([name, version]: readonly [string, string]): LockedPackage => ({
    name,
    version,
    architecture: 'amd64',
    archive: security.includes(name) ? 1 : 0,
    path: `pool/${name}.deb`,
    sha256: '00',
    size: 1,
  });
  const isBase = ([name]: readonly [string, string]) => ['libc', 'files', 'bash'].includes(name);
  const all = Object.entries(versions);
  return {
    architecture: 'amd64',
    suite: 'trixie',
    archives: [
      { url: 'http://mirror.example/debian', suite: 'trixie', date: 0 },
      { url: 'http://mirror.example/debian-security', suite: 'trixie-security', date: 0 },
    ],
    base: all.filter(isBase).map(locked),
    packages: all.filter((each) => !isBase(each)).map(locked),
    tools: [],
  };
}

const SAME = { app: '1.0-1', libssl: '3-1', libx: '2-1', libc: '2.41-1', files: '13', bash: '5' };

function image(now: Lock, requested = ['app'], packages: readonly Installed[] = INSTALLED) {
  return compare('linux/amd64', { kind: 'image', packages }, now, requested);
}

test('the database of an image tells who needs whom', () => {
  expect(INSTALLED[0]).toEqual({
    name: 'app',
    version: '1.0-1',
    depends: ['libx', 'ssl-lib', 'ssl'],
    provides: [],
  });
  expect(INSTALLED[1]).toEqual({ name: 'libssl', version: '3-1', depends: ['libc'], provides: ['ssl'] });
  expect(INSTALLED).toHaveLength(5);
});

describe('an image', () => {
  test('that has the newest of everything in it needs nothing', () => {
    const same = image(lock(SAME));
    expect(same).toEqual({ platform: 'linux/amd64', packages: 5, others: 1, changes: [] });
    expect(outdatedText('web', [same])).toBe(
      'Nothing to build: the 5 packages in web are the newest.\nThe other package that the build installs leaves nothing in it.\n',
    );
  });

  test('does not care for what leaves nothing in it, whether new or of a new version', () => {
    expect(image(lock({ ...SAME, bash: '6', libnew: '1' })).changes).toEqual([]);
  });

  test('is outdated where what is in it changed, those for security first', () => {
    const now = lock({ ...SAME, app: '1.0-2', libssl: '3-2', libc: '2.41-2', files: '14' }, ['libssl']);
    expect(
      outdatedText('web', [image(now)]),
    ).toBe(`Outdated: 4 of the 5 packages in web, 1 of them for security.

PACKAGE   OLD      NEW      SUITE             WHY
libssl    3-1      3-2      trixie-security   needed by app
app       1.0-1    1.0-2    trixie            requested
files     13       14       trixie            part of the base
libc      2.41-1   2.41-2   trixie            needed by libx
`);
  });

  test('is outdated where something in it goes', () => {
    const { libx, ...others } = SAME;
    expect(libx).toBeDefined();
    expect(image(lock(others)).changes).toEqual([
      { package: 'libx', old: '2-1', security: false, why: 'needed by app' },
    ]);
  });

  test('is not outdated where the archive goes back, but says so', () => {
    const back = image(lock({ ...SAME, libssl: '2-9' }, ['libssl']));
    expect(back).toMatchObject({ changes: [], older: [{ package: 'libssl', old: '3-1', new: '2-9' }] });
    expect(outdatedText('web', [back])).toBe(`Nothing to build: the archive has nothing newer than web.

Warning: web has newer versions of 1 package than the archive offers. A mirror that is behind, or that replays an old index, offers these:

PACKAGE   OLD   NEW   SUITE             WHY
libssl    3-1   2-9   trixie-security   needed by app
`);
    const both = image(lock({ ...SAME, app: '1.0-2', libssl: '2-9' }));
    expect(both).toMatchObject({ changes: [{ package: 'app' }], older: [{ package: 'libssl' }] });
    expect(outdatedText('web', [both])).toMatch(
      /^Outdated: 1 of the 5 packages in web\.\n[\s\S]*\nWarning: /,
    );
  });

  test('knows who needs a package also where what was requested is not in it', () => {
    const now = lock({ ...SAME, app: '2', libx: '3' });
    expect(image(now, ['app-all']).changes.map(({ why }) => why)).toEqual(['a dependency', 'needed by app']);
  });
});

describe('on a base image', () => {
  const base = {
    name: 'base',
    packages: parseInstalled(STATUS.replace('2.41-1', '2.41-2')),
    isOther: true,
    isWhole: false,
  };
  const now = lock({ app: '1.0-1' });
  const on = (changed: Partial<typeof base>, kind: 'image' | 'lock' = 'image') => {
    const packages = kind === 'image' ? INSTALLED : INSTALLED.slice(0, 1);
    return compare('linux/amd64', { kind, packages }, now, ['app'], { ...base, ...changed });
  };

  test('what is in that counts, and comes from it', () => {
    expect(on({}).changes).toEqual([
      {
        package: 'libc',
        old: '2.41-1',
        new: '2.41-2',
        suite: 'base',
        security: false,
        why: 'needed by libx',
      },
    ]);
  });

  test('a change that concerns no package is said', () => {
    const same = on({ packages: INSTALLED });
    expect(same).toMatchObject({ below: 'base', changes: [] });
    expect(outdatedText('web', [same])).toBe(
      'Outdated: base, the base image of web, has changed, but no package has.\n',
    );
    expect(on({ packages: INSTALLED, isOther: false })).not.toHaveProperty('below');
  });

  test('what is pruned has some of its packages, and not those that it brings itself', () => {
    expect(on({}).base).toEqual({ name: 'base', holds: ['files', 'libc', 'libssl', 'libx'] });
    expect(on({ isWhole: true }).base).toEqual({ name: 'base', holds: 'all' });
  });

  test('a lock has only what is added', () => {
    expect(on({}, 'lock')).toMatchObject({ below: 'base', changes: [], base: { holds: 'all' } });
  });
});

test('of a lock everything counts', () => {
  const packages = [{ name: 'bash', version: '5', depends: [], provides: [] }];
  const compared = compare('linux/amd64', { kind: 'lock', packages }, lock({ bash: '6', libx: '1' }), []);
  expect(
    outdatedText('Imagefile.lock', [compared]),
  ).toBe(`Outdated: 1 of the 1 package in Imagefile.lock, 1 to add.

PACKAGE   OLD   NEW   SUITE    WHY
bash      5     6     trixie   part of the base
libx      -     1     trixie   a dependency
`);
});

test('each of several platforms has a sentence of its own', () => {
  const one = image(lock(SAME));
  const text = outdatedText('web', [one, { ...one, platform: 'linux/arm64', others: 0 }]);
  expect(text).toBe(
    'linux/amd64: Nothing to build: the 5 packages in web are the newest.\n' +
      'The other package that the build installs leaves nothing in it.\n\n' +
      'linux/arm64: Nothing to build: the 5 packages in web are the newest.\n',
  );
});
