import { openSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failed } from './failure.ts';
import { fullDisk } from './full-disk.ts';
import { output, pipe, run } from './process.ts';

let said: string;
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

// The kernel's disk that is always full.
const FULL = '/dev/full';
const FIX = '  free some, for example with docker buildx prune, and build again\n';

test.each<[string, () => unknown, string]>([
  ['Node', () => writeFileSync(FULL, 'x'), 'ENOSPC: no space left on device, write'],
  [
    'a program',
    () => output('cp', ['/etc/passwd', FULL]),
    "cp: error writing '/dev/full': No space left on device",
  ],
  [
    'a program whose verdict a step would read',
    () => run('cp', ['/etc/passwd', FULL]),
    "cp: error writing '/dev/full': No space left on device",
  ],
  [
    'a program that writes to a file',
    () => pipe('cat', [], Buffer.from('x'), openSync(FULL, 'w')),
    'cat: write error: No space left on device',
  ],
])('tells that the disk is full where %s cannot write', async (_, write, words) => {
  const error = await Promise.resolve()
    .then(write)
    .catch((thrown: unknown) => thrown);
  expect(failed(error)).toBe(1);
  expect(said).toBe(`no space is left on the engine's disk [disk-full]\n${FIX}  ${words}\n`);
});

test('says where a fault of mib is', () => {
  expect(failed(new TypeError('x is not a function'))).toBe(1);
  expect(said).toMatch(/^TypeError: x is not a function\n {4}at .*failure\.test\.ts/);
});

test('tells that memory is full', () => {
  expect(fullDisk('tar: a: Wrote only 512 of 10240 bytes\ntar: a: No space left on device', true)).toEqual({
    code: 'disk-full',
    message: 'no space is left in /tmp, which is in memory',
    fix: 'give the machine more memory, and build again\n  tar: a: No space left on device',
  });
});
