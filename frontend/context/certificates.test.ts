import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { makeAuthority } from '../../test/support/e2e/certificate.ts';
import { inFile } from '../../test/support/in-file.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { certificatesFor, readCertificates } from './certificates.ts';

const { pem, key } = makeAuthority('Corp');
const other = makeAuthority('Other').pem;
const secret = key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Reads the files of an Imagefile that names them all, at some time. */
async function attempt(
  files: Readonly<Record<string, string | Uint8Array>>,
  names = Object.keys(files),
  now = 0,
) {
  const text = `entry: /usr/bin/a\ncertificates:\n${names.map((name) => `  - ${name}\n`).join('')}`;
  const { spec } = parseImagefile(text);
  if (spec === undefined) throw new Error('no spec');
  const bytesOf = (path: string) => {
    const found = files[path];
    return found === undefined ? undefined : Buffer.from(found);
  };
  const session = {
    options: parseOptions({ BUILDKIT_SESSION_ID: 's' }).options,
    bridge: {
      solve: async () => ({ id: 'context' }),
      statFile: async (_: unknown, path: string) => ({ mode: 0o644, size: bytesOf(path)?.length ?? 0 }),
      readFile: async (_: unknown, path: string) => bytesOf(path),
    },
  } as unknown as Session;
  const warnings: string[] = [];
  const entrypoint = { ignored: [], warner: { warn: async (line: string) => void warnings.push(line) } };
  const read = await inFile({ name: 'Imagefile', text }, () =>
    readCertificates(session, [spec], entrypoint as never, now),
  );
  return { read: certificatesFor(spec, read), warnings };
}

test('a file has one certificate or more, and text around them is ignored', async () => {
  const { read, warnings } = await attempt({ 'ca.pem': `# Corp\n${pem}\n${other}` });
  expect(read.map(({ name, subject, build }) => ({ name, subject, build }))).toEqual([
    { name: 'ca.pem', subject: 'CN=Corp', build: false },
    { name: 'ca.pem', subject: 'CN=Other', build: false },
  ]);
  expect(read[0]?.pem.trim()).toBe(pem.trim());
  expect(warnings).toEqual([]);
});

test('an expired certificate is a warning', async () => {
  const { warnings } = await attempt({ 'ca.pem': pem }, ['ca.pem'], Date.parse('2050-01-01'));
  expect(warnings).toEqual(['the certificate CN=Corp of ca.pem expired on Dec 31 23:59:59 2049 GMT']);
});

describe('an error at its line', () => {
  test.each([
    [
      'a private key',
      `${pem}${secret}`,
      'has a private key, which would be in the image for everyone to read [private-key]',
    ],
    ['DER', new X509Certificate(pem).raw, 'is in DER form, not PEM [invalid-certificate]'],
    ['another file', 'hello\n', 'has no certificate in PEM form [invalid-certificate]'],
    [
      'half a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'certificate 1 of "ca.pem" cannot be read [invalid-certificate]',
    ],
  ])('for %s', async (_, content, message) => {
    await expect(attempt({ 'ca.pem': content })).rejects.toThrow(message);
    await expect(attempt({ 'ca.pem': content })).rejects.toThrow('Imagefile:3: ');
  });

  test('for the same certificate in two files', async () => {
    await expect(attempt({ 'a.pem': pem, 'b.pem': `${other}${pem}` })).rejects.toThrow(
      'Imagefile:4: the certificate CN=Corp is written twice: in a.pem and in b.pem [invalid-certificate]',
    );
  });
});
