import { expect, test } from 'vitest';
import { folder, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { distrolessTree } from '../../test/support/prune/other-trees.ts';
import { readPackages } from './packages.ts';
import { resolverOf } from './resolver.ts';
import { checkedPath } from './status-folder.ts';

function read(more: Parameters<typeof distrolessTree>[0] = {}) {
  const tree = memoryTree(distrolessTree(more));
  return readPackages(tree, resolverOf(tree));
}

test('reads a file for each package, whatever its name, and what its checksums list', () => {
  const packages = read();
  expect(packages.all.map(({ info, source, file }) => [info, source, file])).toEqual([
    ['libc6', 'glibc', 'bGliYzY'],
    ['tzdata', 'tzdata', 'tzdata'],
    ['zlib1g', 'zlib', 'zlib1g'],
  ]);
  const names = (path: string) => packages.owners(path).map(({ name }) => name);
  expect(names('/usr/lib/x86_64-linux-gnu/libc.so.6')).toEqual(['libc6']);
  expect(names('/usr/lib/x86_64-linux-gnu/libz.so.1.3')).toEqual(['zlib1g']);
});

test('what is no control file, or no file, is no package', () => {
  const { all } = read({
    '/var/lib/dpkg/status.d/empty': '',
    '/var/lib/dpkg/status.d/cut': 'Package: cut\nVers',
    '/var/lib/dpkg/status.d/folder': folder(),
    '/var/lib/dpkg/status.d/link': link('/etc/passwd'),
  });
  expect(all).toHaveLength(3);
});

test('a line of checksums may have a dot before its path', () => {
  const sum = '0123456789abcdef'.repeat(2);
  expect(['usr/bin/a b', './usr/bin/a', '/usr/bin/a'].map((path) => checkedPath(`${sum}  ${path}`))).toEqual([
    '/usr/bin/a b',
    '/usr/bin/a',
    '/usr/bin/a',
  ]);
  expect(checkedPath('usr/bin/a')).toBeUndefined();
});
