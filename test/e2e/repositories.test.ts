import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLockFile } from '../../src/debian/lock-file.ts';
import type { Mirror } from '../mirror/index.ts';
import { lockOf, SYNTAX, startArchive } from '../support/e2e/archive.ts';
import { build, folder } from '../support/e2e/docker.ts';
import { failure, steps } from '../support/e2e/progress.ts';

let mirror: Mirror;

beforeAll(async () => {
  mirror = await startArchive({
    suites: ['trixie', 'trixie-updates', 'trixie-security', 'trixie-backports', 'extra', 'other'],
  });
  const required = { Priority: 'required' };
  await mirror.addPackage({ name: 'apt', version: '1', fields: required });
  await mirror.addPackage({ name: 'app', version: '1' });
  await mirror.addPackage({ name: 'app', version: '2', suite: 'trixie-backports' });
  await mirror.addPackage({ name: 'tool', version: '3', suite: 'extra', depends: 'app' });
  // Whatever a repository calls required, the base is Debian's.
  await mirror.addPackage({ name: 'app', version: '3', suite: 'extra' });
  await mirror.addPackage({ name: 'intruder', version: '9', suite: 'extra', fields: required });
  for (const [suite, text] of [
    ['extra', 'one'],
    ['other', 'another'],
  ] as const) {
    await mirror.addPackage({ name: 'twice', version: '1', suite, files: { '/usr/share/twice': text } });
  }
  mirror.setRelease('trixie-backports', { fields: { NotAutomatic: 'yes', ButAutomaticUpgrades: 'yes' } });
  for (const suite of ['extra', 'other']) mirror.setRelease(suite, { signature: 'stranger' });
  await mirror.publish();
});

afterAll(() => mirror.close());

/** The lock of an Imagefile with these lines, of which the first is line 2. */
async function ask(lines: string, files: Readonly<Record<string, string>> = {}) {
  const key = { 'keys/stranger.asc': mirror.strangerKey };
  const context = folder({ Imagefile: `${SYNTAX}\n${lines}entry: /x\n`, ...key, ...files });
  return lockOf(context, '--build-arg', `MIB_MIRROR=${mirror.url}`);
}

async function versions(lines: string): Promise<string[]> {
  const { status, stdout, stderr } = await ask(lines);
  expect(status, stderr).toBe(0);
  const [lock] = parseLockFile(stdout).locks;
  expect(lock?.base.map(({ name }) => name)).toEqual(['apt']);
  return (lock?.packages ?? []).map(({ name, version, archive }) => {
    return `${name} ${version} ${lock?.archives[archive]?.suite}`;
  });
}

const repository = (suite: string, key = 'keys/stranger.asc') =>
  `repositories:\n  - {url: "${mirror.url}", suite: ${suite}, key: ${key}}\n`;

describe('packages', () => {
  test('come from a repository that its own key signs', async () => {
    expect(await versions(`packages: [tool]\n${repository('extra')}`)).toEqual([
      'app 1 trixie',
      'tool 3 extra',
    ]);
  });

  test('come from it in place of those of Debian only if a line names them, or all may', async () => {
    expect(await versions(`packages: [app]\n${repository('extra')}`)).toEqual(['app 3 extra']);
    expect(
      await versions(`packages: [tool]\n${repository('extra').replace('}', ', override: true}')}`),
    ).toEqual(['app 3 extra', 'tool 3 extra']);
  });

  test('are shown with where they come from', async () => {
    const key = { 'keys/stranger.asc': mirror.strangerKey };
    const lines = `packages: [tool]\n${repository('extra')}entry: /x\n`;
    const context = folder({ Imagefile: `${SYNTAX}\n${lines}`, ...key });
    const call = async (what: string) => {
      const args = [`--call=${what}`, '--build-arg', `MIB_MIRROR=${mirror.url}`];
      return (await build(context, ...args)).stdout;
    };
    const extra = `${mirror.url} extra`;
    const listed = (await call('packages')).split('\n').map((line) => line.split(/ {3,}/).slice(0, 3));
    expect(listed).toContainEqual(['tool', '3', extra]);
    expect(listed).toContainEqual(['app', '1', 'trixie']);
    expect(await call('plan')).toContain(
      `\n  from       ${extra}: tool 3\n  from       trixie: 1 package (0.0 MB)\n`,
    );
    expect(await call('lock')).toMatch(new RegExp(`"name":"tool",.*"archive":3,"origin":"${extra}","path"`));
  });

  test('come from it also where the key is in the Imagefile', async () => {
    const key = mirror.strangerKey.replaceAll('\n', '\n      ');
    const lines = `packages: [tool]\nrepositories:\n  - url: ${mirror.url}\n    suite: extra\n    key: |\n      ${key}\n`;
    expect(await versions(lines)).toEqual(['app 1 trixie', 'tool 3 extra']);
  });

  test('come from backports, pinned or not at all, as their line says', async () => {
    expect(await versions('packages: [app]\n')).toEqual(['app 1 trixie']);
    expect(await versions('packages: [app/trixie-backports]\n')).toEqual(['app 2 trixie-backports']);
    expect(await versions('packages: ["app=1", "twice[arm64]"]\n')).toEqual(['app 1 trixie']);
  });
});

describe('a repository', () => {
  const fail = async (lines: string, files?: Readonly<Record<string, string>>) => {
    const { status, marked, message } = failure(await ask(lines, files));
    return { status, marked, message };
  };

  test('that another key signs', async () => {
    expect(
      await fail(`packages: [tool]\n${repository('extra', 'good.asc')}`, { 'good.asc': mirror.publicKey }),
    ).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message: expect.stringMatching(
        /^Imagefile:4: the index of repository "\S+ extra" is signed by a key that is not the one in "key" \[wrong-key\]\n {2}use the current key of the repository\n {2}OpenPGP signature verification failed: \S+ extra InRelease: Missing key [0-9A-F]{40}, which is needed to verify signature\.$/,
      ),
    });
  });

  test('whose key is none, or not there', async () => {
    expect(
      await fail(`packages: [tool]\n${repository('extra', 'page.html')}`, { 'page.html': '<html>' }),
    ).toEqual({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: "page.html" is not an OpenPGP public key [invalid-key]\n' +
        '  export the key that signs the repository with gpg --export --armor',
    });
    expect((await fail(`packages: [tool]\n${repository('extra', 'no.asc')}`)).message).toBe(
      'Imagefile:4: "no.asc" is not in the build context, or an ignore file excludes it [missing-context-file]',
    );
  });

  test('that does not exist', async () => {
    expect((await fail(`packages: [tool]\n${repository('nowhere')}`)).message).toBe(
      `Imagefile:4: suite "nowhere" is not on the mirror ${mirror.url} [unknown-suite]`,
    );
  });

  test('that has another file under the same version', async () => {
    const both = `${repository('extra')}  - {url: "${mirror.url}", suite: other, key: keys/stranger.asc}\n`;
    expect(await fail(`packages: [twice]\n${both}`)).toEqual({
      status: 1,
      marked: ['Imagefile:2'],
      message:
        `Imagefile:2: package "twice" 1 is not the same file in ${mirror.url} extra and ${mirror.url} other [ambiguous-package]\n` +
        '  pick one: write "twice/extra" or "twice/other"',
    });
    expect(await versions(`packages: [twice/other]\n${both}`)).toEqual(['twice 1 other']);
  });
});

test('a problem with packages or an index is never an answer of the cache', async () => {
  const lines = 'packages: [nowhere]\n';
  await ask(lines);
  const again = await ask(lines);
  expect(failure(again).message).toContain('package "nowhere" does not exist in trixie [unknown-package]');
  expect(steps(again).ran).toContain('resolve nowhere');
});

describe('a snapshot', () => {
  const snapshot = (time: string) =>
    `packages: [app]\nsuite: {suite: trixie, snapshot: "${time}", snapshot_mirror: "${mirror.origin}"}\n`;

  test('has the packages of its time, also past their date', async () => {
    mirror.setRelease('trixie', { validUntil: new Date('2025-02-01') });
    await mirror.publish();
    mirror.snapshot('20250901T000000Z');
    mirror.setRelease('trixie', {});
    await mirror.addPackage({ name: 'app', version: '1.1' });
    await mirror.publish();
    expect(await versions('packages: [app]\n')).toEqual(['app 1.1 trixie']);
    expect(await versions(snapshot('2025-09-02T00:00:00Z'))).toEqual(['app 1 trixie']);
  });

  test('of the future is refused, and so is one without an archive of past states', async () => {
    expect(failure(await ask(snapshot('2999-01-01T00:00:00Z'))).message).toBe(
      'Imagefile:3: snapshot "2999-01-01T00:00:00Z" is in the future [invalid-value]\n  name a time in the past',
    );
    const without = 'packages: [app]\nsuite: {snapshot: 2025-09-02T00:00:00Z}\n';
    expect(failure(await ask(without)).message).toBe(
      'Imagefile:3: "snapshot" needs "snapshot_mirror", the URL of a snapshot archive [missing-key]\n' +
        '  for example snapshot_mirror: http://snapshot.example, or --build-arg MIB_SNAPSHOT=…',
    );
  });
});
