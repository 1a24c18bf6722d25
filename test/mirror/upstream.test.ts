import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeApt } from './apt.ts';
import { type Mirror, startMirror } from './index.ts';

// Each test runs apt several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

// A mirror of made packages stands for the real one.
let real: Mirror;
let cache: string;

beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
  real = await startMirror({ upstream: 'none' });
  const required = { Priority: 'required' };
  await real.addPackage({ name: 'base', version: '1', architecture: 'amd64', fields: required });
  await real.addPackage({ name: 'program', version: '1', depends: 'missing | library, virtual (>= 1)' });
  await real.addPackage({ name: 'library', version: '1', depends: 'base' });
  await real.addPackage({ name: 'provider', version: '1', fields: { Provides: 'virtual (= 2)' } });
  await real.addPackage({ name: 'unrelated', version: '1', depends: 'program' });
  await real.addPackage({ name: 'library', version: '1+deb13u1', suite: 'trixie-security' });
  await real.publish();
});

afterEach(async () => {
  await real.close();
  rmSync(cache, { recursive: true });
});

test('has what the roots need, under the key of the test', async () => {
  const mirror = await startMirror({ upstream: real.url, cache, packages: ['program'] });
  const apt = makeApt(mirror, {
    [mirror.url]: 'trixie trixie-updates',
    [mirror.securityUrl]: 'trixie-security',
  });
  expect(await apt.update()).toMatchObject({ status: 0 });
  const uris = await apt.uris('program');
  expect(uris.map((uri) => uri.replace(/.*\//, '')).sort()).toEqual([
    'library_1+deb13u1_all.deb',
    'program_1_all.deb',
    'provider_1_all.deb',
  ]);
  expect(mirror.package('base').version).toBe('1');
  expect(() => mirror.package('unrelated')).toThrow('the mirror has no package unrelated');
  expect(real.traffic.requests('/pool/')).toEqual([]);
  expect(await apt.download('program')).toMatchObject({ status: 0 });
  expect(real.traffic.requests('/pool/')).toHaveLength(3);
  apt.close();
  await mirror.close();
});

test('is asked once for what does not change', async () => {
  const options = { upstream: `${real.url}/`, cache, packages: ['program'] };
  const first = await startMirror(options);
  await (await fetch(first.package('program').url)).arrayBuffer();
  await first.close();
  real.traffic.clear();
  const second = await startMirror(options);
  expect((await fetch(second.package('program').url)).status).toBe(200);
  await second.close();
  expect(real.traffic.requests().every(({ path }) => path.endsWith('/InRelease'))).toBe(true);
  await real.stop();
  const third = await startMirror(options);
  expect((await fetch(third.package('program').url)).status).toBe(200);
  await third.close();
});

test('an altered file is not passed on', async () => {
  const mirror = await startMirror({ upstream: real.url, cache, packages: ['program'] });
  real.fault('program_1', { kind: 'altered' });
  const response = await fetch(mirror.package('program').url);
  expect(response.status).toBe(502);
  expect(response.headers.get('x-reason')).toContain('does not have the checksum');
  real.heal();
  expect((await fetch(mirror.package('program').url)).status).toBe(200);
  await mirror.close();
});
