import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeAuthority } from '../../../test/support/e2e/certificate.ts';
import { addToJks, emptyJks, isJks } from './jks.ts';

const added = (alias: string) => [{ alias, der: new X509Certificate(makeAuthority(alias).pem).raw }];

test('no entry is later than the image', () => {
  const [first, second] = [added('first'), added('second')];
  const late = addToJks(emptyJks(), first, 2000) ?? Buffer.alloc(0);
  const early = addToJks(emptyJks(), first, 500) ?? Buffer.alloc(0);
  expect(isJks(late)).toBe(true);
  const dateOf = (store: Buffer | undefined) => store?.readBigInt64BE(12 + 4 + 2 + 'first'.length);
  expect(dateOf(addToJks(late, second, 1000))).toBe(1_000_000n);
  expect(dateOf(addToJks(early, second, 1000))).toBe(500_000n);
  expect(addToJks(late, second, 1000)?.readUInt32BE(8)).toBe(2);
});

test('a damaged store is refused', () => {
  const store = addToJks(emptyJks(), added('first'), 1) ?? Buffer.alloc(0);
  store[20] = (store[20] ?? 0) ^ 1;
  expect(addToJks(store, added('second'), 1)).toBeUndefined();
});
