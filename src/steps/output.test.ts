import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { encodeElf } from '../../test/support/elf/encode.ts';
import type { OutputRequest } from '../protocol/source.ts';
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

function run(from: string, image?: OutputRequest['image']): Promise<number> {
  const request = join(root, 'request.json');
  writeFileSync(request, JSON.stringify({ build: 'hello', from, folder: '/src', image }));
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

describe('a build for another machine', () => {
  const IMAGE = { architecture: 'arm64', to: '/srv/app', anyMachine: [] };

  beforeEach(() => {
    for (const name of ['prebuilds/linux-x64', 'prebuilds/linux-arm64', 'lib'])
      mkdirSync(join(root, 'src/build', name), { recursive: true });
    const x86 = encodeElf({ machine: 62 });
    for (const name of ['lib/x.node', 'prebuilds/linux-x64/x.node', 'app'])
      writeFileSync(join(root, 'src/build', name), x86);
    writeFileSync(join(root, 'src/build/prebuilds/linux-arm64/x.node'), encodeElf({ machine: 183 }));
  });

  test('must not make files for that one', async () => {
    expect(await run('build', IMAGE)).toBe(1);
    expect(said).toBe(
      '"/srv/app/app", which build "hello" made, is for x86_64, and the image is for arm64 [foreign-elf]\n' +
        '"/srv/app/lib/x.node", which build "hello" made, is for x86_64, and the image is for arm64 [foreign-elf]\n' +
        '  add platform: target to the build, which then runs in a tree for arm64\n' +
        '  or keep it with keep: ["/srv/app/lib/x.node"]\n',
    );
  });

  test('may make those that are kept or dropped, and nothing else is looked at', async () => {
    expect(await run('build', { ...IMAGE, anyMachine: ['/srv/app/app', '/srv/app/lib/**'] })).toBe(0);
    expect(await run('build/prebuilds', IMAGE)).toBe(0);
    expect(await run('build')).toBe(0);
    expect(await run('build', { ...IMAGE, architecture: 'amd64', to: '/' })).toBe(0);
  });

  test('names a file as its output does', async () => {
    expect(await run('build/app', { ...IMAGE, to: '/usr/bin/app' })).toBe(1);
    expect(said).toContain('"/usr/bin/app", which build "hello" made, is for x86_64');
  });
});
