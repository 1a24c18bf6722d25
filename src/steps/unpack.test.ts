import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unpack } from './unpack.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-unpack-'));
  for (const folder of ['source/hello/hello', 'out']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'source/hello/Makefile'), 'all:\n');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function pack(...args: readonly string[]): { archive: string; output: string } {
  const archive = join(root, 'archive');
  execFileSync('tar', ['--create', `--file=${archive}`, '--directory', join(root, 'source'), ...args]);
  return { archive, output: join(root, 'out') };
}

test.each(['--gzip', '--xz', '--verbose'])(
  'the only folder of an archive (%s) is its contents',
  async (how) => {
    expect(await unpack(pack(how, 'hello'))).toBe(0);
    expect(readdirSync(join(root, 'out')).sort()).toEqual(['Makefile', 'hello']);
    expect(readFileSync(join(root, 'out/Makefile'), 'utf8')).toBe('all:\n');
  },
);

test('several things at the top stay there', async () => {
  writeFileSync(join(root, 'source/README'), '');
  expect(await unpack(pack('.'))).toBe(0);
  expect(readdirSync(join(root, 'out')).sort()).toEqual(['README', 'hello']);
});

test('what is no archive is refused', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const archive = join(root, 'archive');
  writeFileSync(archive, 'not found');
  expect(await unpack({ archive, output: join(root, 'out') })).toBe(1);
  expect(String(said.mock.calls[0]?.[0])).toMatch(
    /^this is no tar archive, plain or compressed by gzip or xz \[invalid-value\]\n {2}tar: This does not look like a tar archive\n$/,
  );
});
