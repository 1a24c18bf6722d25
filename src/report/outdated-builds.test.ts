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

test('another image to build in is a reason to build', () => {
  const { spec: inImage } = parseImagefile(
    'build:\n  - name: hello\n    from: node:22\n    source: {context: .}\n    run: [make]\n    output: [hello: /usr/bin/hello]\nentry: /usr/bin/hello\n',
  );
  const of = (digest: string, libc = '1') => {
    const below = { digest, packages: 'sha256:0' };
    return { name: 'hello', lock: { ...lock('0', [pkg('libc', libc)]), base: [], below } };
  };
  const compared = (old: LockedBuild, now: LockedBuild) =>
    compareLockedBuilds([old], [now], lock('2'), inImage?.build ?? []);
  expect(compared(of('sha256:1'), of('sha256:1'))).toEqual([{ build: 'hello', packages: 1, changes: [] }]);
  const builds = compared(of('sha256:1'), of('sha256:2', '2'));
  const comparison = compare('linux/amd64', { kind: 'lock', packages: [] }, { ...lock('2'), base: [] }, []);
  expect(outdatedText('Imagefile.lock', [{ ...comparison, builds }])).toBe(
    `Outdated: a build, but none of the 0 packages in Imagefile.lock.

The image of build hello, node:22, has changed.

Packages of build hello:

PACKAGE   OLD   NEW   SUITE    WHY
libc      1     2     trixie   a dependency
`,
  );
});
