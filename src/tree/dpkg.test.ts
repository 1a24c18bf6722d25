import { expect, test } from 'vitest';
import { link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { readPackages } from './packages.ts';
import { resolverOf } from './resolver.ts';

const STATUS = `Package: libc6
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Source: glibc (2.41-12)
Version: 2.41-12+deb13u1
Description: GNU C Library
 Package: not-a-field

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

Package: old
Status: install ok installed
Architecture: all
Version: 1:2.0-1
`;

const tree = memoryTree({
  '/lib': link('usr/lib'),
  '/usr/lib/x': '',
  '/var/lib/dpkg/status': STATUS,
  '/var/lib/dpkg/info/libc6:amd64.list': '/.\n/lib\n/lib/x\n/usr\n/usr/bin/tool\n',
  '/var/lib/dpkg/info/old.list': '/.\n/usr\n/usr/bin/tool\n',
  '/var/lib/ucf/registry': 'old\t /lib/old.conf\ngone /etc/gone.conf\nbad line\nbad\n',
  '/var/lib/dpkg/diversions': '/usr/bin/tool\n/usr/bin/tool.real\nlibc6\n',
});
const packages = readPackages(tree, resolverOf(tree));

test('reads the installed packages', () => {
  expect(packages.all.map(({ info, source, version }) => [info, source, version])).toEqual([
    ['libc6:amd64', 'glibc', '2.41-12+deb13u1'],
    ['old', 'old', '1:2.0-1'],
  ]);
  expect(packages.get('libc6')?.stanza).toBe(STATUS.split('\n\n')[0]);
});

test('paths are canonical, and diverted where a package gave way', () => {
  const names = (path: string) => packages.owners(path).map(({ name }) => name);
  expect(names('/usr/lib/x')).toEqual(['libc6']);
  expect(names('/lib/x')).toEqual([]);
  expect(names('/usr/bin/tool')).toEqual(['libc6']);
  expect(names('/usr/bin/tool.real')).toEqual(['old']);
  expect(names('/usr')).toEqual(['libc6', 'old']);
});

test('configuration that ucf installed belongs to its package', () => {
  const [old] = packages.all.filter(({ name }) => name === 'old');
  expect(old && packages.files(old)).toContain('/usr/lib/old.conf');
  expect(packages.owners('/etc/gone.conf')).toEqual([]);
});

test('a listed folder that is a link now does not make its package the owner of the link', () => {
  const names = (path: string) => packages.owners(path).map(({ name }) => name);
  expect(names('/lib')).toEqual([]);
  expect(names('/usr/lib')).toEqual(['libc6']);
});

test('a tree without dpkg has no packages', () => {
  const empty = memoryTree({ '/app': '' });
  expect(readPackages(empty, resolverOf(empty)).all).toEqual([]);
});
