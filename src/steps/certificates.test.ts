import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeAuthority } from '../../test/support/e2e/certificate.ts';
import { emptyJks } from './certificates/jks.ts';
import { certificates } from './certificates.ts';

const { pem } = makeAuthority('Corp CA');
const OTHER = makeAuthority('Other').pem;
const EPOCH = 1_000_000_000;
const BUNDLE = 'etc/ssl/certs/ca-certificates.crt';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-certificates-'));
  mkdirSync(join(root, 'tree'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const at = (path: string) => join(root, 'tree', path);
const read = (path: string) => readFileSync(at(path), 'latin1');

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
}

function run(): Promise<number> {
  const request = { certificates: [{ name: 'corp.pem', pem }], epoch: EPOCH };
  writeFileSync(join(root, 'request.json'), JSON.stringify(request));
  return certificates({ request: join(root, 'request.json'), tree: join(root, 'tree') });
}

test('a tree without a bundle gets one with only these certificates', async () => {
  expect(await run()).toBe(0);
  expect(read(BUNDLE)).toBe(`${pem.trim()}\n`);
  expect(statSync(at(BUNDLE)).mode & 0o777).toBe(0o644);
  expect(statSync(at(BUNDLE)).mtimeMs).toBe(EPOCH * 1000);
  expect(said).toBe('');
});

test('each bundle that the tree has gets them once, and what links lead to is one bundle', async () => {
  write(BUNDLE, OTHER.trim());
  mkdirSync(at('etc/pki/tls/certs'), { recursive: true });
  symlinkSync('/etc/pki/real.pem', at('etc/pki/tls/certs/ca-bundle.crt'));
  write('etc/pki/real.pem', OTHER);
  symlinkSync('certs/ca-certificates.crt', at('etc/ssl/cert.pem'));
  write('opt/venv/lib/python3.13/site-packages/certifi/cacert.pem', OTHER);
  expect([await run(), await run()]).toEqual([0, 0]);
  const both = `${OTHER.trim()}\n${pem.trim()}\n`;
  const bundles = [BUNDLE, 'etc/pki/real.pem', 'opt/venv/lib/python3.13/site-packages/certifi/cacert.pem'];
  expect(bundles.map(read)).toEqual([both, both, both]);
});

test('a folder of hashed names gets the name that OpenSSL looks for, and only such a folder', async () => {
  await run();
  expect(readdirSync(at('etc/ssl/certs'))).toEqual(['ca-certificates.crt']);
  write('etc/ssl/certs/01234567.0', OTHER);
  await run();
  const hash = execFileSync('openssl', ['x509', '-noout', '-subject_hash'], { input: pem }).toString().trim();
  expect(read(`etc/ssl/certs/${hash}.0`)).toBe(pem);
});

test('what writes the bundle anew finds them', async () => {
  write('usr/sbin/update-ca-certificates', '#!/bin/sh\n');
  await run();
  const [name] = readdirSync(at('usr/local/share/ca-certificates'));
  expect(name).toMatch(/^corp-ca-[0-9a-f]{16}\.crt$/);
});

test('a truststore of Java gets them, with the same bytes each time', async () => {
  write('etc/ssl/certs/java/cacerts', emptyJks());
  write('opt/java/lib/security/default.policy', '');
  expect(await run()).toBe(0);
  const store = read('etc/ssl/certs/java/cacerts');
  expect(store.slice(0, 12)).toBe('\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\x01');
  expect(store).toContain('corp-ca-');
  expect(read('opt/java/lib/security/cacerts')).toBe(store);
  await run();
  expect(read('etc/ssl/certs/java/cacerts')).toBe(store);
});

test('a truststore with another password is an error', async () => {
  const store = emptyJks();
  store[store.length - 1] = (store.at(-1) ?? 0) ^ 1;
  write('etc/ssl/certs/java/cacerts', store);
  expect(await run()).toBe(1);
  expect(said).toBe(
    'the truststore /etc/ssl/certs/java/cacerts has a password of its own, so no certificate can be added to it [invalid-certificate]\n' +
      '  add it with keytool in "run", or leave the truststore without a password\n',
  );
});

test('a folder in place of the bundle is an error, and a link never leads out of the tree', async () => {
  mkdirSync(at(BUNDLE), { recursive: true });
  expect(await run()).toBe(1);
  expect(said).toBe(
    'no certificate can be added: /etc/ssl/certs/ca-certificates.crt is not a file [invalid-certificate]\n',
  );
  rmSync(at(BUNDLE), { recursive: true });
  symlinkSync('../../../../../outside.pem', at(BUNDLE));
  expect(await run()).toBe(0);
  expect(read('outside.pem')).toContain('BEGIN CERTIFICATE');
});

test('a database of NSS is left as it is, and named', async () => {
  write('etc/pki/nssdb/cert9.db', '');
  expect(await run()).toBe(0);
  expect(said).toBe(
    '/etc/pki/nssdb/cert9.db is a database of NSS, which "certificates" does not change: add them with certutil in "run"\n',
  );
});
