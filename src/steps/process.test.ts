import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { TooLarge, unxz } from './process.ts';

/** A folder with `a.xz`. */
function compressed(content: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'mib-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.xz'), execFileSync('xz', ['--stdout'], { input: content }));
  return folder;
}

test('unxz decompresses up to a size, and no further', async () => {
  const folder = compressed(Buffer.alloc(1_000_000, 'a'));
  const [from, to] = [join(folder, 'a.xz'), join(folder, 'a')];
  await unxz(from, to, 1 << 20);
  expect(readFileSync(to)).toHaveLength(1_000_000);
  await expect(unxz(from, to, 1 << 16)).rejects.toThrow(new TooLarge('more than 65536 bytes'));
  expect(readFileSync(to)).toHaveLength(1 << 16);
});

test('unxz counts zeros, too, which xz would leave out of the file', async () => {
  const folder = compressed(Buffer.alloc(1_000_000));
  const [from, to] = [join(folder, 'a.xz'), join(folder, 'a')];
  await expect(unxz(from, to, 1 << 16)).rejects.toThrow(new TooLarge('more than 65536 bytes'));
});

test('unxz says what is wrong with a damaged file', async () => {
  const folder = compressed(Buffer.alloc(1000));
  writeFileSync(join(folder, 'a.xz'), 'no such format');
  await expect(unxz(join(folder, 'a.xz'), join(folder, 'a'), 1 << 20)).rejects.toThrow(
    /a\.xz: xz: .*File format not recognized$/,
  );
});
