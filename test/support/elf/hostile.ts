import fc from 'fast-check';
import { expect } from 'vitest';
import type { ReadAt } from '../../../src/elf/bytes.ts';

/** Returns a reader of a file in memory. */
export function readerOf(bytes: Uint8Array): ReadAt {
  return (offset, length) => bytes.subarray(offset, offset + length);
}

/** Generates a valid file with some bytes changed, truncated. */
export function damaged(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
  return fc.tuple(changes, fc.nat(valid.length)).map(([changes, length]) => {
    const bytes = valid.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes.subarray(0, length);
  });
}

/** Calls a function that reads a file, and fails if it reads too often or too much. */
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
