import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Fault, Mirror } from '../mirror/index.ts';
import { lockOf, SYNTAX, startArchive } from '../support/e2e/archive.ts';
import { build, folder, type Outcome } from '../support/e2e/docker.ts';
import { type Failure, failure, markedLines } from '../support/e2e/progress.ts';

let mirror: Mirror;

beforeAll(async () => {
  mirror = await startArchive();
  // What debootstrap would need at least, so that the packages can be chosen. Nothing is installed.
  await mirror.addPackage({ name: 'apt', version: '1', fields: { Priority: 'required' } });
  for (const name of ['curl', 'nginx', 'nginx-light']) await mirror.addPackage({ name, version: '1' });
  await mirror.addPackage({ name: 'spoiled', version: '1' });
  await mirror.addPackage({ name: 'spoiling', version: '1', depends: 'spoiled' });
  await mirror.addPackage({ name: 'firmware', version: '1', architecture: 'arm64' });
  await mirror.publish();
});

afterAll(() => mirror.close());

afterEach(async () => {
  mirror.heal();
  mirror.setRelease('trixie', {});
  await mirror.publish();
});

/** What the daemon says of a package that is another than its index promised; newer ones name its URL, too. */
function mismatch(name: string) {
  const { sha256 } = mirror.package(name);
  return expect.stringMatching(
    new RegExp(`^digest mismatch (for \\S+: )?sha256:[0-9a-f]{64}(: | \\(expected: )sha256:${sha256}\\)?$`),
  );
}

function anotherList(): string {
  return (
    `Imagefile:3: a package list on the mirror ${mirror.url} does not match its InRelease ` +
    '[mirror-unreachable]\n' +
    '  the mirror may be in the middle of an update: try again, or name another as "mirror" of "suite"'
  );
}

/** Builds an Imagefile of these lines, of which the first is line 2, with packages of the archive. */
function buildOf(lines: string): Promise<Outcome> {
  const context = folder({ Imagefile: `${SYNTAX}\n${lines}` });
  return build(context, '--build-arg', `MIB_MIRROR=${mirror.url}`);
}

async function fail(lines: string): Promise<Failure> {
  return failure(await buildOf(lines));
}

describe('packages', () => {
  test('that do not exist', async () => {
    expect(await fail('packages:\n  - curl\n  - ngnix\n  - nothing-like-it\nentry: /x\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:4', 'Imagefile:5'],
      message:
        'Imagefile:4: package "ngnix" does not exist in trixie [unknown-package]\n' +
        '  did you mean "nginx"?\n' +
        'Imagefile:5: package "nothing-like-it" does not exist in trixie [unknown-package]',
    });
  });

  test('that do not exist in that version', async () => {
    expect(await fail('entry: /x\npackages: ["curl=2"]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: 'Imagefile:3: package "curl" has no version "2" in trixie [unknown-package]\n  choose "1"',
    });
  });

  test('that another architecture has', async () => {
    expect(await fail('entry: /x\npackages: [curl, firmware]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: package "firmware" is not built for amd64, only for arm64 [package-not-on-architecture]\n' +
        '  write "firmware[arm64]" to leave it out elsewhere',
    });
  });
});

describe('an index', () => {
  test('that a stranger signed', async () => {
    mirror.setRelease('trixie', { signature: 'stranger' });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: expect.stringMatching(
        /^Imagefile:3: the index of suite "trixie" is signed by a key that is not one of Debian's \[wrong-key\]\n {2}use a newer mib\/frontend, which has newer keys\n {2}OpenPGP signature verification failed: \S+ trixie InRelease: Missing key [0-9A-F]{40}, which is needed to verify signature\.$/,
      ),
    });
  });

  test('that was signed with a key that has expired', async () => {
    mirror.setRelease('trixie', { signature: 'expired' });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      marked: ['Imagefile:3'],
      message: expect.stringMatching(
        /^Imagefile:3: the index of suite "trixie" is signed by a key that has expired \[expired-key\]\n {2}use a newer mib\/frontend, which has newer keys\n {2}OpenPGP signature verification failed: \S+ trixie InRelease: .* Expired on 2020-01-31T00:00:00Z$/,
      ),
    });
  });

  test('that was signed over SHA-1, or has no better checksums', async () => {
    mirror.setRelease('trixie', { signature: 'weak' });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      marked: ['Imagefile:3'],
      message: expect.stringMatching(
        /^Imagefile:3: the index of suite "trixie" is signed with a weak digest \[weak-digest\]\n {2}ask its maintainers to sign it again\n {2}OpenPGP signature verification failed: \S+ trixie InRelease: Verifying signature: .* SHA1 is not considered secure/,
      ),
    });
    mirror.setRelease('trixie', { digests: ['MD5Sum', 'SHA1'] });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the index of suite "trixie" has no SHA-256 checksums, only weak digests [weak-digest]\n' +
        '  name another mirror, or ask its maintainers to add SHA-256',
    });
  });

  test('that was changed after it was signed', async () => {
    // The byte in the middle is one of the description, so that everything else in it is as it was.
    mirror.setRelease('trixie', { fields: { Description: 'long '.repeat(4000) } });
    await mirror.publish();
    mirror.fault('trixie/InRelease', { kind: 'altered' });
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the index of suite "trixie" has no good signature [bad-signature]\n' +
        '  check that the mirror serves it unchanged, and that no login page is in between\n' +
        `  OpenPGP signature verification failed: ${mirror.url} trixie InRelease: ` +
        'Verifying signature: Message has been manipulated',
    });
  });

  test('that is not signed', async () => {
    mirror.setRelease('trixie', { signature: 'none' });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the index of suite "trixie" has no good signature [bad-signature]\n' +
        '  check that the mirror serves it unchanged, and that no login page is in between\n' +
        `  Failed to fetch ${mirror.url}/dists/trixie/InRelease Clearsigned file isn't valid, ` +
        "got 'NOSPLIT' (does the network require authentication?)",
    });
  });

  test('that is past its date', async () => {
    mirror.setRelease('trixie', { validUntil: new Date('2020-01-01') });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the index of suite "trixie" has expired: the mirror is no longer updated [expired-index]\n' +
        '  name another "mirror", or a "snapshot" for a time in the past\n' +
        `  Release file for ${mirror.url}/dists/trixie/InRelease is expired. Updates for this repository will not be applied.`,
    });
  });

  test('that expired after the engine cached what it says', async () => {
    const expiry = new Date(Math.ceil(Date.now() / 1000 + 20) * 1000);
    mirror.setRelease('trixie', { validUntil: expiry });
    await mirror.publish();
    const context = folder({ Imagefile: `${SYNTAX}\nentry: /x\npackages: [curl]\n` });
    const args = ['--build-arg', `MIB_MIRROR=${mirror.url}`];
    expect(await lockOf(context, ...args)).toMatchObject({ status: 0 });
    await setTimeout(expiry.getTime() + 1000 - Date.now());
    const late = await lockOf(context, ...args);
    expect(failure(late)).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: the index of suite "trixie" has expired: the mirror is no longer updated [expired-index]\n' +
        '  name another "mirror", or a "snapshot" for a time in the past\n' +
        `  its Valid-Until is ${expiry.toISOString().replace('.000', '')}`,
    });
  });

  test('that is cut short', async () => {
    // An index that the engine cannot have from an earlier run.
    await mirror.addPackage({ name: 'curl', version: `1.${Date.now()}` });
    await mirror.publish();
    mirror.fault(/by-hash/, { kind: 'truncated', bytes: 50 });
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: anotherList(),
    });
  });

  test('of a suite that the mirror does not have', async () => {
    expect(await fail('suite: potato\nentry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:2'],
      message:
        `Imagefile:2: suite "potato" is not on the mirror ${mirror.url} [unknown-suite]\n` +
        '  old suites have moved: name an archive of old suites as "mirror" of "suite"',
    });
  });
});

test('a component that the suite does not have', async () => {
  const suite = '{suite: trixie, components: [main, contrb]}';
  expect(await fail(`suite: ${suite}\nentry: /x\npackages: [curl]\n`)).toMatchObject({
    status: 1,
    marked: ['Imagefile:2'],
    message: 'Imagefile:2: suite "trixie" has no component "contrb" [unknown-component]\n  it has main',
  });
});

describe('a mirror', () => {
  const unreachable = (cause: string) =>
    `Imagefile:3: the mirror ${mirror.url} does not answer [mirror-unreachable]\n  ${cause}`;

  test.each<[string, RegExp | string, Fault, () => string]>([
    [
      'is down',
      '/InRelease',
      { kind: 'status', status: 503 },
      () => unreachable('invalid response status 503'),
    ],
    ['hangs up', '/InRelease', { kind: 'closed' }, () => unreachable('Get "')],
    [
      'serves half of an index',
      '/InRelease',
      { kind: 'truncated', bytes: 200 },
      () =>
        `Imagefile:3: the mirror ${mirror.url} does not return an index of trixie [mirror-unreachable]\n` +
        '  the InRelease file is truncated',
    ],
    ['has other lists than it says', /by-hash/, { kind: 'altered' }, anotherList],
  ])('that %s is named, and once it is well nothing has to be cleaned', async (_, match, fault, message) => {
    // Indexes that no engine has from an earlier run.
    await mirror.addPackage({ name: 'curl', version: `1.${Date.now()}` });
    await mirror.publish();
    const context = folder({ Imagefile: `${SYNTAX}\nentry: /x\npackages: [curl]\n` });
    const ask = () => lockOf(context, '--build-arg', `MIB_MIRROR=${mirror.url}`);
    mirror.fault(match, fault);
    expect(failure(await ask()).message).toContain(message());
    mirror.heal();
    const { status, stderr } = await ask();
    expect(status, stderr).toBe(0);
  });
});

describe('a file of the pool', () => {
  test('that does not match its checksum', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'altered' });
    expect(await fail('entry: /x\npackages: [spoiled]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3', 'spoiled_1_all.deb:1'],
      message: mismatch('spoiled'),
    });
  });

  test('that is gone', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'status', status: 404 });
    expect(await fail('entry: /x\npackages: [spoiled]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3', 'spoiled_1_all.deb:1'],
      message: mismatch('spoiled'),
    });
  });

  test('that a package of the Imagefile needs, by its name and place', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'altered' });
    const outcome = await buildOf('entry: /x\npackages: [spoiling]\n');
    expect(markedLines(outcome.stderr)).toEqual([
      { at: 'Imagefile:3', text: 'packages: [spoiling]' },
      { at: 'spoiled_1_all.deb:1', text: `fetch spoiled 1 from ${mirror.package('spoiled').url}` },
    ]);
    expect(failure(outcome)).toMatchObject({ status: 1, message: mismatch('spoiled') });
  });
});
