import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../support/e2e/certificate.ts';
import { build, buildOk, docker, folder, temporaryFolder } from '../support/e2e/docker.ts';

const NAME = 'An authority of the tests';
const authority = makeAuthority(NAME);
const TAG = 'mib-e2e/places';

/** A German program that trusts the authority, and the bundle that `fetch` of its build saw. */
const IMAGEFILE = `# syntax=mib/frontend
packages: [curl, coreutils]
certificates:
  - {from: ca.pem, build: true}
timezones: [Europe/Berlin, US/Eastern]
locales: [de_DE.UTF-8]
environment: {LC_ALL: de_DE.UTF-8, TZ: Europe/Berlin}
build:
  - name: seen
    source: {context: src}
    fetch:
      files: [list]
      run: [sh -c 'cp "$NODE_EXTRA_CA_CERTS" /seen.pem']
    run: [test -s /seen.pem]
    output: [/seen.pem: /seen.pem]
entry: /usr/bin/curl
check:
  - curl --version
  - date +%B
`;

const context = mkdtempSync(join(tmpdir(), 'mib-places-'));

beforeAll(async () => {
  mkdirSync(join(context, 'src'));
  writeFileSync(join(context, 'Imagefile'), IMAGEFILE);
  writeFileSync(join(context, 'ca.pem'), authority.pem);
  writeFileSync(join(context, 'src/list'), '');
  await buildOk(context, '--tag', TAG);
});

afterAll(() => rmSync(context, { recursive: true }));

const inImage = (entry: string, ...args: readonly string[]) =>
  docker(['run', '--rm', '--network', 'host', '--entrypoint', entry, TAG, ...args]);

test('trusts the authority that the Imagefile names', async () => {
  const { pem, key } = makeServerCertificate(authority, NAME);
  const server = createServer(
    { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) },
    (_, response) => response.end('hello\n'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await inImage('/usr/bin/curl', '--silent', '--show-error', url)).toEqual({
    status: 0,
    stdout: 'hello\n',
    stderr: '',
  });
});

test('speaks German and knows the named zones, and no other', async () => {
  const day = ['-d', '2026-03-01T12:00Z', '+%A %B %H:%M %Z'];
  expect((await inImage('/usr/bin/date', ...day)).stdout).toBe('Sonntag März 13:00 CET\n');
  expect((await inImage('/usr/bin/date', '--quatsch')).stderr).toContain('Unbekannte Option');
  const zone = (name: string) =>
    docker(['run', '--rm', '--env', `TZ=${name}`, '--entrypoint', '/usr/bin/date', TAG, '-d', '@0', '+%H']);
  expect((await zone('US/Eastern')).stdout).toBe('19\n');
  expect((await zone('Asia/Tokyo')).stdout).toBe('00\n');
});

test('fetch trusts it, too', async () => {
  const made = temporaryFolder();
  await buildOk(context, '--output', made);
  expect(readFileSync(`${made}/seen.pem`, 'utf8')).toContain(authority.pem.trim());
});

test('an unknown zone, an unknown locale and a private key are errors', async () => {
  const wrong = (line: string, files: Readonly<Record<string, string>> = {}) =>
    build(
      folder({
        Imagefile: `# syntax=mib/frontend\npackages: [curl]\n${line}\nentry: /usr/bin/curl\n`,
        ...files,
      }),
    );
  const [zone, locale, key] = await Promise.all([
    wrong('timezones: [Europe/Berln]'),
    wrong('locales: [de_DE.UTF-9]'),
    wrong('certificates: [ca.pem]', {
      'ca.pem': authority.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    }),
  ]);
  expect(zone.stderr).toContain('there is no time zone "Europe/Berln" [unknown-timezone]');
  expect(locale.stderr).toContain('did you mean "de_DE.UTF-8"?');
  expect(key.stderr).toContain('Imagefile:3: "ca.pem" has a private key');
});
