import { expect, test } from 'vitest';
import type { Lock, LockedBuild, LockedPackage } from '../debian/lock.ts';
import { parseImagefile } from '../imagefile/parse.ts';
import { compare, compareLockedBuilds } from './outdated.ts';
import { outdatedText } from './outdated-text.ts';

const { spec } = parseImagefile(`build:
  - name: hello
    source: {git: "https://git.example/hello.git", ref: v2.12}
    packages: [gcc]
    run: [make]
    output: [hello: /usr/bin/hello]
entry: /usr/bin/hello
`);
const BUILDS = spec?.build ?? [];

function pkg(name: string, version: string): LockedPackage {
  return {
    name,
    version,
    architecture: 'amd64',
    archive: 0,
    path: `pool/${name}.deb`,
    sha256: '00',
    size: 1,
  };
}

function lock(libc: string, packages: readonly LockedPackage[] = []): Lock {
  const archives = [{ url: 'http://mirror.example/debian', suite: 'trixie', date: 0 }];
  return { architecture: 'amd64', suite: 'trixie', archives, base: [pkg('libc', libc)], packages, tools: [] };
}

function made(libc: string, gcc: string, commit = 'a'): LockedBuild {
  return { name: 'hello', lock: lock(libc, [pkg('gcc', gcc)]), commit: commit.repeat(40) };
}

function textOf(old: LockedBuild, now: LockedBuild): string {
  const comparison = compare(
    'linux/amd64',
    { kind: 'lock', packages: [] },
    { ...now.lock, base: [], packages: [] },
    [],
  );
  const builds = compareLockedBuilds([old], [now], lock('2'), BUILDS);
  return outdatedText('Imagefile.lock', [{ ...comparison, builds }]);
}

test('what a build is made from has a table and a line of its own', () => {
  expect(
    textOf(made('1', '14'), made('1', '15', 'b')),
  ).toBe(`Outdated: a build, but none of the 0 packages in Imagefile.lock.

Packages of build hello:

PACKAGE   OLD   NEW   SUITE    WHY
gcc       14    15    trixie   requested

Source of build hello: v2.12 aaaaaaaaaaaa -> bbbbbbbbbbbb
`);
});

test('packages that the archive offers only in an older version are no reason to build, and said', () => {
  expect(
    textOf(made('1', '15'), made('1', '14')),
  ).toBe(`Nothing to build: the 0 packages in Imagefile.lock are the newest.

Warning: Imagefile.lock has newer versions of 1 package of build hello than the archive offers. A mirror that is behind, or that replays an old index, offers these:

PACKAGE   OLD   NEW   SUITE    WHY
gcc       15    14    trixie   requested
`);
});

test('the base that the image has is told with the image', () => {
  expect(textOf(made('1', '14'), made('2', '14'))).toMatch(/^Nothing to build: /);
});

test('the base of another machine counts', () => {
  const native = lock('2');
  const image = { ...native, architecture: 'arm64' };
  expect(compareLockedBuilds([made('1', '14')], [made('2', '14')], image, BUILDS)).toMatchObject([
    { build: 'hello', packages: 2, changes: [{ package: 'libc', old: '1', new: '2' }] },
  ]);
});

test('another image that a build is built in is a reason to build', () => {
  const { spec } = parseImagefile(`build:
  - name: hello
    from: tools:1.0
    source: {context: .}
    run: [make]
    output: [hello: /usr/bin/hello]
entry: /usr/bin/hello
`);
  const inImage = (digest: string): LockedBuild => ({
    name: 'hello',
    lock: { ...lock('1'), base: [], below: { digest: `sha256:${digest.repeat(64)}`, packages: 'sha256:2' } },
  });
  const text = (now: LockedBuild) => {
    const image = lock('2');
    const comparison = compare('linux/amd64', { kind: 'lock', packages: [] }, { ...image, base: [] }, []);
    const builds = compareLockedBuilds([inImage('1')], [now], image, spec?.build ?? []);
    return outdatedText('Imagefile.lock', [{ ...comparison, builds }]);
  };
  expect(text(inImage('1'))).toMatch(/^Nothing to build: /);
  expect(text(inImage('3'))).toBe(`Outdated: a build, but none of the 0 packages in Imagefile.lock.

The image of build hello, tools:1.0, has changed.
`);
});
