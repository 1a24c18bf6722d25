import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeAuthority } from '../../../test/support/e2e/certificate.ts';
import { addToPkcs12, isPkcs12 } from './pkcs12.ts';

const FIRST = makeAuthority('First').pem;
const SECOND = makeAuthority('Second').pem;
const added = [{ alias: 'second', der: new X509Certificate(SECOND).raw }];

function store(...options: readonly string[]): Buffer {
  return execFileSync('openssl', ['pkcs12', '-export', '-nokeys', '-passout', 'pass:', ...options], {
    input: FIRST,
  });
}

test('a store without encryption and MAC gets a certificate that OpenSSL reads', () => {
  const old = store('-certpbe', 'NONE', '-nomac');
  const made = addToPkcs12(old, added);
  expect(isPkcs12(old) && isPkcs12(made ?? Buffer.alloc(0))).toBe(true);
  const folder = mkdtempSync(join(tmpdir(), 'mib-pkcs12-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'store'), made ?? '');
  const options = ['pkcs12', '-nokeys', '-nomacver', '-passin', 'pass:', '-in', join(folder, 'store')];
  const text = execFileSync('openssl', options).toString();
  expect(text).toContain('friendlyName: second');
  expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(addToPkcs12(old, added)).toEqual(made);
});

test('a store with a MAC is refused, and so is a damaged one', () => {
  expect(addToPkcs12(store('-certpbe', 'NONE'), added)).toBeUndefined();
  const whole = store('-certpbe', 'NONE', '-nomac');
  for (const length of [0, 1, 5, 40, whole.length - 1])
    expect(addToPkcs12(whole.subarray(0, length), added)).toBeUndefined();
});
