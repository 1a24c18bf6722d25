import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../support/e2e/certificate.ts';
import { docker, folder } from '../support/e2e/docker.ts';
import { buildFamily, tagOf } from '../support/e2e/family.ts';

const NAME = 'An authority of the tests';
const authority = makeAuthority(NAME);

beforeAll(async () => {
  await buildFamily('curl');
});

/** A TLS server on loopback that ends with the test. @returns its URL */
async function serve(): Promise<string> {
  const { pem, key } = makeServerCertificate(authority, NAME);
  const server = createServer(
    { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) },
    (_, response) => response.end('hello\n'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Runs curl in the network of the machine, with the authority's certificate at /authority.pem. */
function curl(...args: readonly string[]) {
  const mount = `${join(folder({ 'authority.pem': authority.pem }), 'authority.pem')}:/authority.pem:ro`;
  const options = ['--silent', '--show-error', ...args];
  return docker(['run', '--rm', '--network', 'host', '--volume', mount, tagOf('curl'), ...options]);
}

test('trusts the authority that it is given', async () => {
  const url = await serve();
  expect(await curl('--cacert', '/authority.pem', url)).toEqual({ status: 0, stdout: 'hello\n', stderr: '' });
});

test('reads its own bundle, in which that authority is not', async () => {
  const { status, stderr } = await curl(await serve());
  // 77 would say that the bundle cannot be read.
  expect(status).toBe(60);
  expect(stderr).toContain('unable to get local issuer certificate');
});

test('finds out a server that is another than its certificate says', async () => {
  const url = (await serve()).replace('127.0.0.1', 'localhost');
  expect(await curl('--cacert', '/authority.pem', '--ipv4', url)).toMatchObject({ status: 60, stdout: '' });
});

test('resolves names by the machine’s files', async () => {
  const url = (await serve()).replace('127.0.0.1', 'localhost');
  expect(await curl('--insecure', '--ipv4', url)).toMatchObject({ status: 0, stdout: 'hello\n' });
});
