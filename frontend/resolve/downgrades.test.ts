import { describe, expect, test } from 'vitest';
import type { Lock } from '../../src/debian/lock.ts';
import { formatLockFile } from '../../src/debian/lock-file.ts';
import { lockedRequest } from '../../src/debian/locked-request.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { BridgeError } from '../gateway/bridge.ts';
import type { PlatformProject } from '../project/platform-project.ts';
import { warnOfDowngrades } from './downgrades.ts';

const DAY = Date.parse('2026-03-01T00:00:00Z') / 1000;
const TEXT = 'packages: [app]\nentry: /x\n';
const PLATFORM = { os: 'linux', architecture: 'amd64' };

function lock(version: string, date = DAY): Lock {
  const locked = (name: string) => ({
    name,
    version: name === 'app' ? version : '1',
    architecture: 'amd64',
    archive: 0,
    path: `pool/${name}.deb`,
    sha256: 'a'.repeat(64),
    size: 1,
  });
  return {
    architecture: 'amd64',
    suite: 'trixie',
    archives: [{ url: 'http://mirror.example/debian', suite: 'trixie', date }],
    base: [locked('dash')],
    packages: [locked('app'), locked('libapp')],
    tools: [],
  };
}

function specOf(text: string): Spec {
  return parseImagefile(text).spec as Spec;
}

function fileOf(old: Lock, text = TEXT): string {
  return formatLockFile({ request: lockedRequest(specOf(text), [], new Map()), locks: [old] });
}

/** Returns the warnings about a new lock, each with its details. */
async function warnings(file: string | undefined, now: Lock, text = TEXT, solve = () => Promise.reject()) {
  const said: string[] = [];
  const warner = {
    warn: async (short: string, details: readonly string[] = []) =>
      void said.push([short, ...details].join('\n')),
  };
  const found = file === undefined ? {} : { lock: { name: 'Imagefile.lock', text: file } };
  const on = {
    session: { options: { namedContexts: new Map() }, bridge: { resolveSourceMeta: solve, solve } },
    project: { spec: specOf(text), entrypoint: { warner, ...found }, platforms: [PLATFORM] },
    platform: PLATFORM,
  } as unknown as PlatformProject;
  await warnOfDowngrades(on, now);
  return said;
}

describe('a new lock', () => {
  test('with the same or newer packages is not warned of', async () => {
    expect(await warnings(undefined, lock('1'))).toEqual([]);
    expect(await warnings('\n', lock('1'))).toEqual([]);
    expect(await warnings(fileOf(lock('2')), lock('2'))).toEqual([]);
    expect(await warnings(fileOf(lock('2')), lock('10', DAY + 1))).toEqual([]);
  });

  test('with an older package is', async () => {
    expect(await warnings(fileOf(lock('2')), lock('1'))).toEqual([
      'Imagefile.lock has newer versions of 1 package than the archive offers: app 2 -> 1. A mirror is behind, or replays an old index\n' +
        'PACKAGE   OLD   NEW   SUITE    WHY\n' +
        'app       2     1     trixie   requested',
    ]);
  });

  test('from an older index is, even if no package is older', async () => {
    expect(await warnings(fileOf(lock('2')), lock('2', DAY - 60))).toEqual([
      'an index is older than when Imagefile.lock was made: trixie of 2026-02-28T23:59:00Z, before 2026-03-01T00:00:00Z. A mirror is behind, or replays an old index',
    ]);
  });

  test('for another suite or a snapshot is older on purpose', async () => {
    expect(await warnings(fileOf(lock('2')), { ...lock('1'), suite: 'bookworm' })).toEqual([]);
    const past =
      'suite: {snapshot: 2026-01-01T00:00:00Z, snapshot_mirror: "http://snapshot.example"}\nentry: /x\n';
    expect(await warnings(fileOf(lock('2')), lock('1'), past)).toEqual([]);
  });

  test('is not compared with a lock that cannot be read, and says so', async () => {
    expect(await warnings('{', lock('1'))).toEqual([
      'Imagefile.lock is not compared with the new lock: the lock is truncated',
    ]);
  });

  test('is not compared with an image that cannot be read, and says so', async () => {
    const refuse = () => Promise.reject(new BridgeError('connection refused'));
    expect(await warnings(undefined, lock('1'), `image: web\n${TEXT}`, refuse)).toEqual([
      'no published image is compared with the new lock: the image "web" cannot be read\nconnection refused',
    ]);
  });
});
