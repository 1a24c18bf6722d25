import fc from 'fast-check';
import { expect } from 'vitest';
import type { ReadAt } from '../../src/elf/bytes.ts';

/** Reads a file that lies in memory. */
export function readerOf(bytes: Uint8Array): ReadAt {
  return (offset, length) => bytes.subarray(offset, offset + length);
}

/** A valid file with some bytes changed, cut short. */
export function damaged(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  return fc.tuple(changes, fc.nat(valid.length)).map(([changes, length]) => {
    const bytes = valid.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes.subarray(0, length);
  });
}

/** Lets something read a file, and fails where that asks too often or for too much. */
export function readSoon(bytes: Uint8Array, use: (read: ReadAt) => void): void {
  const read = readerOf(bytes);
  let calls = 0;
  use((offset, size) => {
    calls++;
    expect(size).toBeLessThan(1 << 23);
    return read(offset, size);
  });
  expect(calls).toBeLessThan(1000);
}
