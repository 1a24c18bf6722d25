import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Apt, makeApt } from './apt.ts';
import { type Mirror, startMirror } from './index.ts';

// Each test runs apt several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const HELLO = {
  name: 'hello',
  files: { '/usr/bin/hello': { content: '#!/bin/sh\necho hello\n', mode: 0o755 } },
};

let mirror: Mirror;
let apt: Apt;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fetched-'));
  mirror = await startMirror({ upstream: 'none', architectures: ['amd64', 'arm64'] });
  apt = makeApt(mirror, { [mirror.url]: 'trixie trixie-updates', [mirror.securityUrl]: 'trixie-security' });
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  apt.close();
  await mirror.close();
});

describe('packages that a test makes', () => {
  test('apt installs one with what it depends on', async () => {
    const world = await mirror.addPackage({ name: 'world', version: '1:2~rc1+b1', architecture: 'amd64' });
    const hello = await mirror.addPackage({ ...HELLO, version: '1', depends: 'world (>= 1:2~rc1)' });
    await mirror.publish();
    expect(await apt.update()).toMatchObject({ status: 0 });
    expect((await apt.uris('hello')).sort()).toEqual([hello.url, world.url]);
    expect(await apt.download('hello')).toMatchObject({ status: 0 });
    expect(world.path).toBe('pool/main/w/world/world_2~rc1+b1_amd64.deb');
  });

  test('dpkg reads what is in it', async () => {
    const script = '#!/bin/sh\nexit 0\n';
    const files = { ...HELLO.files, '/etc/hello.conf': 'a=b\n', '/usr/bin/hi': { symlink: 'hello' } };
    const made = await mirror.addPackage({ ...HELLO, version: '1', files, scripts: { postinst: script } });
    const deb = await fetchTo('hello.deb', made.url);
    const list = execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' });
    expect(list.split('\n').map((line) => line.replace(/ .* \.\//, ' ./'))).toEqual([
      'drwxr-xr-x ./',
      'drwxr-xr-x ./etc/',
      'drwxr-xr-x ./usr/',
      'drwxr-xr-x ./usr/bin/',
      '-rw-r--r-- ./etc/hello.conf',
      '-rwxr-xr-x ./usr/bin/hello',
      'lrwxrwxrwx ./usr/bin/hi -> hello',
      '',
    ]);
    expect(execFileSync('dpkg-deb', ['--info', deb, 'postinst'], { encoding: 'utf8' })).toBe(script);
    expect(execFileSync('dpkg-deb', ['--field', deb, 'Package'], { encoding: 'utf8' })).toBe('hello\n');
  });

  test('the same package has the same bytes', async () => {
    const first = await mirror.addPackage({ ...HELLO, version: '1' });
    const second = await mirror.addPackage({ ...HELLO, version: '1' });
    expect(second).toEqual(first);
  });

  test('an architecture sees its own and those for all', async () => {
    const all = await mirror.addPackage({ name: 'everywhere', version: '1' });
    const arm = await mirror.addPackage({ name: 'here', version: '1', architecture: 'arm64' });
    await mirror.addPackage({ name: 'here', version: '1', architecture: 'amd64' });
    await mirror.publish();
    const other = makeApt(mirror, { [mirror.url]: 'trixie' }, 'arm64');
    await other.update();
    expect((await other.uris('here', 'everywhere')).sort()).toEqual([all.url, arm.url]);
    other.close();
    const sources = await readIndex('/debian/dists/trixie/main/source/Sources.xz');
    expect(sources).toContain('\n here deb misc optional arch=amd64,arm64\n');
  });
});

describe('what changes', () => {
  test('a new version is seen when it is published, and the old file stays', async () => {
    const old = await mirror.addPackage({ ...HELLO, version: '1' });
    await mirror.publish();
    const renewed = await mirror.addPackage({ ...HELLO, version: '2' });
    await apt.update();
    expect(await apt.uris('hello')).toEqual([old.url]);
    await mirror.publish();
    await apt.update();
    expect(await apt.uris('hello')).toEqual([renewed.url]);
    expect((await fetch(old.url)).status).toBe(200);
  });

  test('a security update wins, and has the content of what it updates', async () => {
    const old = await mirror.addPackage({ ...HELLO, version: '1' });
    const fixed = await mirror.updatePackage({ name: 'hello', version: '1+deb13u1' });
    await mirror.publish();
    await apt.update();
    expect(await apt.uris('hello')).toEqual([fixed.url]);
    expect(fixed.url).toBe(`${mirror.securityUrl}/pool/updates/main/h/hello/hello_1+deb13u1_all.deb`);
    const [before, after] = [await fetchTo('old.deb', old.url), await fetchTo('new.deb', fixed.url)];
    const contents = (deb: string): Buffer => execFileSync('dpkg-deb', ['--fsys-tarfile', deb]);
    expect(contents(after)).toEqual(contents(before));
    expect(execFileSync('dpkg-deb', ['--field', after, 'Version'], { encoding: 'utf8' })).toBe('1+deb13u1\n');
  });

  test('a dropped package is unknown', async () => {
    await mirror.addPackage({ ...HELLO, version: '1' });
    mirror.dropPackage('hello');
    await mirror.publish();
    await apt.update();
    expect((await apt.download('hello')).output).toContain('Unable to locate package hello');
  });

  test('nothing changed: the same bytes are published again', async () => {
    await mirror.addPackage({ ...HELLO, version: '1' });
    await mirror.publish();
    const before = await (await fetch(`${mirror.url}/dists/trixie/InRelease`)).text();
    await mirror.publish();
    expect(await (await fetch(`${mirror.url}/dists/trixie/InRelease`)).text()).toBe(before);
  });

  test('a snapshot has the indexes of its time and every file', async () => {
    const old = await mirror.addPackage({ ...HELLO, version: '1' });
    await mirror.publish();
    const url = mirror.snapshot('20250901T000000Z');
    await mirror.addPackage({ ...HELLO, version: '2' });
    await mirror.publish();
    mirror.removeFile(old);
    expect((await fetch(old.url)).status).toBe(404);
    const later = url.replace('0901T', '0915T');
    const past = makeApt(mirror, { [later]: 'trixie' });
    await past.update();
    expect(await past.uris('hello')).toEqual([`${later}/${old.path}`]);
    expect(await past.download('hello')).toMatchObject({ status: 0 });
    past.close();
    expect((await fetch(`${url.replace('0901T', '0801T')}/dists/trixie/InRelease`)).status).toBe(404);
  });
});

async function fetchTo(name: string, url: string): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(await (await fetch(url)).arrayBuffer()));
  return path;
}

async function readIndex(path: string): Promise<string> {
  const file = await fetchTo('index.xz', `${mirror.origin}${path}`);
  return execFileSync('xz', ['-dc', file], { encoding: 'utf8' });
}
