import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Apt, makeApt } from './apt.ts';
import { type Fault, type Mirror, type Published, type ReleaseSettings, startMirror } from './index.ts';

// Each test runs apt several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let mirror: Mirror;
let hello: Published;
let apt: Apt;

beforeEach(async () => {
  mirror = await startMirror({ upstream: 'none', suites: ['trixie'] });
  hello = await mirror.addPackage({ name: 'hello', version: '1', files: { '/usr/share/hello': 'hello\n' } });
  await mirror.publish();
  apt = makeApt(mirror, { [mirror.url]: 'trixie' });
});

afterEach(async () => {
  apt.close();
  await mirror.close();
});

// Of two alternatives the second is what apt 3 says, which verifies by sqv instead of gpgv.
const RELEASES: readonly [string, ReleaseSettings, RegExp][] = [
  ['expired', { validUntil: new Date('2001-01-01') }, /Release file .* is expired/],
  ['from the future', { date: new Date('2099-01-01') }, /Release file .* is not valid yet/],
  ['signed by a stranger', { signature: 'stranger' }, /NO_PUBKEY|Missing key/],
  ['signed over SHA-1', { signature: 'weak' }, /signatures were invalid|SHA1 is not considered secure/],
  ['not signed', { signature: 'none' }, /Clearsigned file isn't valid/],
  [
    'with weak checksums only',
    { digests: ['MD5Sum', 'SHA1'] },
    /No Hash entry in Release file .* strong enough/,
  ],
];

describe('apt refuses an InRelease', () => {
  test.each(RELEASES)('%s', async (_name, settings, expected) => {
    mirror.setRelease('trixie', settings);
    await mirror.publish();
    const refused = await apt.update();
    expect(refused.output).toMatch(expected);
    expect(refused.status).toBe(100);
  });

  test('until it is a good one again', async () => {
    mirror.setRelease('trixie', { signature: 'none' });
    await mirror.publish();
    mirror.setRelease('trixie', {});
    await mirror.publish();
    expect(await apt.update()).toMatchObject({ status: 0 });
  });
});

const FILES: readonly [Fault, RegExp][] = [
  [{ kind: 'status', status: 404 }, /404\s+Not Found/],
  [{ kind: 'status', status: 503 }, /503\s+Service Unavailable/],
  [{ kind: 'truncated', bytes: 10 }, /File has unexpected size \(10 != \d+\)/],
  [{ kind: 'altered' }, /Hash Sum mismatch/],
  [{ kind: 'broken', bytes: 10 }, /Connection failed|closed|unexpected size/],
  [{ kind: 'closed' }, /Connection failed|closed/],
];

describe('apt does not get', () => {
  test.each(FILES)('an index, $kind', async (fault, expected) => {
    // Both by checksum and by name, which is what apt tries next.
    mirror.fault('/binary-amd64/', fault);
    const failed = await apt.update();
    expect(failed.output).toMatch(expected);
    expect(failed.status).toBe(100);
  });

  test('a package', async () => {
    await apt.update();
    for (const [fault, expected] of FILES) {
      const heal = mirror.fault(/\/hello_1_all\.deb$/, fault);
      const failed = await apt.download('hello');
      expect(failed.output, fault.kind).toMatch(expected);
      expect(failed.status, fault.kind).toBe(100);
      heal();
    }
    expect(await apt.download('hello')).toMatchObject({ status: 0 });
  });

  test('but what is healed it gets', async () => {
    mirror.fault('/binary-amd64/', { kind: 'altered' });
    mirror.fault('/pool/', { kind: 'closed' });
    mirror.heal();
    expect(await apt.update()).toMatchObject({ status: 0 });
    expect(await apt.download('hello')).toMatchObject({ status: 0 });
  });

  test('a package that the pool has no more', async () => {
    await apt.update();
    mirror.removeFile(hello);
    expect((await apt.download('hello')).output).toMatch(/404\s+Not Found/);
  });

  test('anything from a mirror that is down', async () => {
    await mirror.stop();
    expect((await apt.update()).output).toContain('Connection refused');
    await mirror.start();
    expect(await apt.update()).toMatchObject({ status: 0 });
  });
});

describe('in the middle of an update of the mirror', () => {
  test('a new InRelease whose indexes are not there yet', async () => {
    await mirror.addPackage({ name: 'hello', version: '2' });
    await mirror.publish({ hold: 'indexes' });
    expect((await apt.update()).output).toMatch(/404\s+Not Found|Hash Sum mismatch|unexpected size/);
    await mirror.publish();
    expect(await apt.update()).toMatchObject({ status: 0 });
  });

  test('an old InRelease beside new indexes works by checksum', async () => {
    const renewed = await mirror.addPackage({ name: 'hello', version: '2' });
    await mirror.publish({ hold: 'InRelease' });
    expect(await apt.update()).toMatchObject({ status: 0 });
    expect(await apt.uris('hello')).toEqual([hello.url]);
    await mirror.publish();
    await apt.update();
    expect(await apt.uris('hello')).toEqual([renewed.url]);
  });

  test('an old InRelease beside new indexes fails without checksums in the names', async () => {
    mirror.setRelease('trixie', { fields: { 'Acquire-By-Hash': 'no' } });
    await mirror.publish();
    await mirror.addPackage({ name: 'hello', version: '2' });
    await mirror.publish({ hold: 'InRelease' });
    expect((await apt.update()).output).toMatch(/Hash Sum mismatch|unexpected size/);
  });
});
