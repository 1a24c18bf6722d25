import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Mirror } from '../mirror/index.ts';
import { SYNTAX, startArchive } from './archive.ts';
import { build, folder } from './docker.ts';
import { type Failure, failure } from './progress.ts';

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

/** Builds an Imagefile of these lines, of which the first is line 2, with packages of the archive. */
async function fail(lines: string): Promise<Failure> {
  const context = folder({ Imagefile: `${SYNTAX}\n${lines}` });
  return failure(await build(context, '--build-arg', `MIB_MIRROR=${mirror.url}`));
}

describe('packages', () => {
  test('that do not exist', async () => {
    expect(await fail('packages:\n  - curl\n  - ngnix\n  - nothing-like-it\nentry: /x\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:4', 'Imagefile:5'],
      message:
        'Imagefile:4: package "ngnix" does not exist for amd64 in this suite [unknown-package]\n' +
        '  did you mean "nginx"?\n' +
        'Imagefile:5: package "nothing-like-it" does not exist for amd64 in this suite [unknown-package]',
    });
  });

  test('that do not exist in that version', async () => {
    expect(await fail('entry: /x\npackages: ["curl=2"]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message:
        'Imagefile:3: package "curl" has no version "2" in this suite [unknown-package]\n  there is "1"',
    });
  });

  test('that another architecture has', async () => {
    expect(await fail('entry: /x\npackages: [curl, firmware]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
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
      message: '',
    });
  });

  test('that was changed after it was signed', async () => {
    mirror.fault('trixie/InRelease', { kind: 'altered' });
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('that is not signed', async () => {
    mirror.setRelease('trixie', { signature: 'none' });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('that is past its date', async () => {
    mirror.setRelease('trixie', { validUntil: new Date('2020-01-01') });
    await mirror.publish();
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('that is cut short', async () => {
    await mirror.addPackage({ name: 'curl', version: '1.1' });
    await mirror.publish();
    mirror.fault(/by-hash/, { kind: 'truncated', bytes: 50 });
    expect(await fail('entry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('of a suite that the mirror does not have', async () => {
    expect(await fail('suite: potato\nentry: /x\npackages: [curl]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:2'],
      message: `Imagefile:2: suite "potato" is not on the mirror ${mirror.url} [unknown-suite]`,
    });
  });
});

describe('a file of the pool', () => {
  test('that does not match its checksum', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'altered' });
    expect(await fail('entry: /x\npackages: [spoiled]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('that is gone', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'status', status: 404 });
    expect(await fail('entry: /x\npackages: [spoiled]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });

  test('that a package of the Imagefile needs', async () => {
    mirror.fault('spoiled_1_all.deb', { kind: 'altered' });
    expect(await fail('entry: /x\npackages: [spoiling]\n')).toMatchObject({
      status: 1,
      marked: ['Imagefile:3'],
      message: '',
    });
  });
});
