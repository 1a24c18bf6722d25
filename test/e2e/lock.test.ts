import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLockFile } from '../../src/debian/lock-file.ts';
import type { Mirror } from '../mirror/index.ts';
import { lockOf, SYNTAX, startArchive } from '../support/e2e/archive.ts';
import { build, folder, type Outcome } from '../support/e2e/docker.ts';
import { failure } from '../support/e2e/progress.ts';

let mirror: Mirror;

beforeAll(async () => {
  mirror = await startArchive({ architectures: ['amd64', 'arm64'] });
  await mirror.addPackage({ name: 'apt', version: '1', fields: { Priority: 'required' } });
  for (const [architecture, version] of [
    ['amd64', '2.0-1'],
    ['arm64', '1.9-1+b2'],
  ] as const) {
    await mirror.addPackage({ name: 'app', version, architecture, depends: 'data' });
    await mirror.addPackage({ name: 'data', version: '1-1', architecture });
  }
  for (const architecture of ['amd64', 'arm64']) {
    await mirror.addPackage({ name: 'tool', version: '1.0-1', architecture });
    await mirror.addPackage({ name: 'door', version: '1.0-1', architecture });
  }
  const newer = { name: 'tool', version: '1.1-1', architecture: 'amd64', suite: 'trixie-updates' };
  await mirror.addPackage(newer);
  await mirror.updatePackage({ name: 'door', version: '1.0-1+deb13u1', architecture: 'amd64' });
  await mirror.publish();
});

afterAll(() => mirror.close());

const IMAGEFILE = `${SYNTAX}\npackages: [app]\nentry: /usr/bin/app\n`;

function lock(context: string, ...args: readonly string[]): Promise<Outcome> {
  return lockOf(context, '--build-arg', `MIB_MIRROR=${mirror.url}`, ...args);
}

describe('--call=lock', () => {
  test('writes what every platform gets', async () => {
    // As a shell leaves it that was told to write the answer there.
    const context = folder({ Imagefile: IMAGEFILE, 'Imagefile.lock': '' });
    const platforms = ['--platform', 'linux/amd64,linux/arm64'];
    const { status, stdout, stderr } = await lock(context, ...platforms);
    expect(status, stderr).toBe(0);
    const { request, locks } = parseLockFile(stdout);
    expect(request).toEqual({
      suite: 'trixie',
      components: ['main'],
      repositories: [],
      recommends: false,
      packages: ['app'],
    });
    expect(locks.map(({ architecture }) => architecture)).toEqual(['amd64', 'arm64']);
    expect(locks[0]?.archives).toEqual(
      [mirror.url, mirror.url, mirror.securityUrl].map((url, index) => ({
        url,
        suite: ['trixie', 'trixie-updates', 'trixie-security'][index],
        date: Date.UTC(2025, 7, 9) / 1000,
      })),
    );
    expect(locks[1]?.packages).toEqual(
      ['app', 'data'].map((name) => {
        const { version, architecture, path, sha256, size } = mirror.package(name, 'trixie', 'arm64');
        return { name, version, architecture, archive: 0, path, sha256, size };
      }),
    );
    expect(stderr).toContain('the platforms get different package versions');
    const json = await lock(context, '--call=lock,format=json', ...platforms);
    expect(json.stdout).toBe(stdout);
  });
});

describe('of what a platform has newer than another', () => {
  const ask = async (packages: string) => {
    const context = folder({
      Imagefile: `${SYNTAX}\npackages: ${packages}\nentry: /usr/bin/tool\n`,
    });
    const { stdout, stderr, status } = await lock(context, '--platform', 'linux/amd64,linux/arm64');
    expect(status, stderr).toBe(0);
    const versions = parseLockFile(stdout).locks.map((one) =>
      Object.fromEntries(one.packages.map(({ name, version }) => [name, version])),
    );
    return { versions, stderr };
  };

  test('both get the version that both have, but for a security fix; both are said', async () => {
    const { versions, stderr } = await ask('[tool, door]');
    expect(versions).toEqual([
      { tool: '1.0-1', door: '1.0-1+deb13u1' },
      { tool: '1.0-1', door: '1.0-1' },
    ]);
    expect(stderr).toContain('1 package is not the newest, so that all platforms have the same version');
    expect(stderr).toContain('the platforms get different package versions');
  });

  test('who asks for it by the line of the warning gets it', async () => {
    const { versions, stderr } = await ask('["tool=1.1-1[amd64]", "tool[arm64]"]');
    expect(versions).toEqual([{ tool: '1.1-1' }, { tool: '1.0-1' }]);
    expect(stderr).toContain('the platforms get different package versions');
  });
});

describe('a lock that does not fit', () => {
  const fail = async (Imagefile: string, text: (lock: string) => string) => {
    const context = folder({ Imagefile: IMAGEFILE });
    const { stdout } = await lock(context);
    writeFileSync(join(context, 'Imagefile'), Imagefile);
    writeFileSync(join(context, 'Imagefile.lock'), text(stdout));
    mirror.traffic.clear();
    const outcome = failure(await build(context, '--build-arg', `MIB_MIRROR=${mirror.url}`));
    expect(mirror.traffic.requests()).toEqual([]);
    return outcome;
  };

  test('says what differs, at its line', async () => {
    const outcome = await fail(
      `${SYNTAX}\npackages:\n  - app\n  - data\nentry: /usr/bin/app\n`,
      (text) => text,
    );
    expect(outcome).toMatchObject({
      status: 1,
      marked: ['Imagefile:4'],
      message:
        'Imagefile:4: package "data" is not in Imagefile.lock [lock-mismatch]\n' +
        '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock',
    });
  });

  test('is shown itself, where it was changed', async () => {
    const outcome = await fail(IMAGEFILE, (text) => text.replace('"archive":0', '"archive":"0"'));
    expect(outcome).toMatchObject({
      status: 1,
      marked: ['Imagefile.lock:21'],
      message:
        'Imagefile.lock:21: architectures.amd64.base[0].archive must be a whole number [invalid-lock]\n' +
        '  renew it: docker buildx build --call=lock --file Imagefile . > new.lock && mv new.lock Imagefile.lock, ' +
        'or delete it to build from the newest packages',
    });
  });
});

test('a lock that nobody renewed is not written by a build', async () => {
  const context = folder({ Imagefile: IMAGEFILE, 'Imagefile.lock': '' });
  expect((await build(context)).stderr).toContain('the lock is empty');
  expect(readFileSync(join(context, 'Imagefile.lock'), 'utf8')).toBe('');
});

test('a lock with older packages than the former one is written, with a warning', async () => {
  const former = await lock(folder({ Imagefile: IMAGEFILE }));
  const newer = former.stdout.replaceAll('"version":"2.0-1"', '"version":"2.0-2"');
  const { status, stdout, stderr } = await lock(folder({ Imagefile: IMAGEFILE, 'Imagefile.lock': newer }));
  expect({ status, stdout }).toEqual({ status: 0, stdout: former.stdout });
  expect(stderr).toContain(
    'Imagefile.lock has newer versions of 1 package than the archive offers: app 2.0-2 -> 2.0-1. A mirror is behind, or replays an old index\n',
  );
});
