import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { output } from './output.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-output-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  mkdirSync(join(root, 'src/build/empty'), { recursive: true });
  mkdirSync(join(root, 'out'));
  for (const name of ['src/build/hello', 'src/Makefile', 'out/made']) writeFileSync(join(root, name), '');
  symlinkSync('/out', join(root, 'src/result'));
  symlinkSync('/etc/hostname', join(root, 'src/outside'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function run(from: string): Promise<number> {
  const request = join(root, 'request.json');
  writeFileSync(request, JSON.stringify({ build: 'hello', from, folder: '/src' }));
  return output({ request, tree: root });
}

test.each(['build/hello', 'build', '.', '/out/made', 'result/made'])('%s was made', async (from) => {
  expect(await run(from)).toBe(0);
  expect(said).toBe('');
});

test.each([
  ['build/helo', 'did you mean "build/hello"?'],
  ['Makefil', 'did you mean "Makefile"?'],
  ['bin/hello', 'the folder "bin" does not exist either'],
  ['/out/other', 'its folder has "made"'],
  ['build/empty/hello', 'its folder is empty'],
  // A link leads within the tree, not out of it.
  ['outside', '"outside" is a broken link'],
])('%s was not', async (from, fix) => {
  expect(await run(from)).toBe(1);
  expect(said).toBe(`build "hello" did not make "${from}" [missing-output]\n  ${fix}\n`);
});
