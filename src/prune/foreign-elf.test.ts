import { describe, expect, test } from 'vitest';
import { type ElfShape, encodeElf } from '../../test/support/elf/encode.ts';
import { debianTree, type FakePackage, program } from '../../test/support/prune/debian-tree.ts';
import { REQUEST } from '../../test/support/prune/kept.ts';
import { bytes, elf, memoryTree, type Stored } from '../../test/support/prune/memory-tree.ts';
import { prune } from './prune.ts';
import type { PruneRequest } from './request.ts';

const AARCH64: ElfShape = { machine: 183 };
const app: FakePackage = { files: { '/usr/bin/app': program() } };

function problems(
  file: ElfShape | Stored,
  path: string,
  request: Partial<PruneRequest> = {},
  packages = { app },
  beside: Readonly<Record<string, Stored>> = {},
) {
  const unowned =
    packages.app.files[path] === undefined ? { [path]: 'entry' in file ? file : elf(file) } : {};
  const tree = memoryTree(debianTree(packages, { ...unowned, ...beside }));
  const outcome = prune(tree, { ...REQUEST, files: ['/srv'], ...request }, []);
  return 'problems' in outcome ? outcome.problems : outcome.foreign;
}

describe('a file for another machine', () => {
  const problem = { kind: 'foreign-elf', architecture: 'amd64', target: '/srv' };

  test('is refused with the line that brings it', () => {
    expect(problems(AARCH64, '/srv/x.so')).toEqual([{ ...problem, path: '/srv/x.so', machine: 'aarch64' }]);
    expect(problems({ machine: 243 }, '/srv/x')).toEqual([
      { ...problem, path: '/srv/x', machine: 'riscv64' },
    ]);
  });

  test('is kept beside a counterpart for this machine', () => {
    const beside = { '/srv/prebuilds/linux-x64/x.so': elf({}), '/srv/y.linux-x64-gnu.node': elf({}) };
    expect(problems(AARCH64, '/srv/prebuilds/linux-arm64/x.so', {}, { app }, beside)).toEqual([]);
    expect(problems(AARCH64, '/srv/y.linux-arm64-gnu.node', {}, { app }, beside)).toEqual([]);
  });

  test('is refused without one, whatever its path says', () => {
    for (const path of ['/srv/prebuilds/linux-arm64/x.so', '/srv/y.linux-arm64-gnu.node']) {
      const beside = { '/srv/prebuilds/linux-armv7/x.so': elf({ machine: 40 }) };
      const found = problems(AARCH64, path, { keep: ['/srv/prebuilds/linux-armv7/**'] }, { app }, beside);
      expect(found).toEqual([{ ...problem, path, machine: 'aarch64' }]);
    }
  });

  test('is kept if keep names it or if a package lists it', () => {
    expect(problems(AARCH64, '/srv/x.so', { keep: ['/srv/x.so'] })).toEqual([]);
    const other = { app: { files: { ...app.files, '/usr/share/app/x.elf': elf(AARCH64) } } };
    expect(problems(AARCH64, '/usr/share/app/x.elf', {}, other)).toEqual([]);
  });

  test('is not looked for in a tree of an unknown architecture', () => {
    expect(problems(AARCH64, '/srv/x.so', { architecture: '' })).toEqual([]);
  });

  test('is no object for a linker, and nothing that this machine also runs', () => {
    expect(problems(bytes(withoutSegments()), '/srv/x.o')).toEqual([]);
    expect(problems({ machine: 3, bits: 32 }, '/srv/x')).toEqual([]);
    expect(problems({ machine: 62 }, '/srv/x')).toEqual([]);
  });
});

/** An object for a linker has sections, but no program headers: e_phnum is 0. */
function withoutSegments(): Uint8Array {
  const file = encodeElf(AARCH64);
  file.set([0, 0], 56);
  return file;
}
