import { expect, test } from 'vitest';
import { memoryTree } from '../../test/support/prune/memory-tree.ts';
import { APK_INSTALLED, alpineTree } from '../../test/support/prune/other-trees.ts';
import { apkFields, keptStanza, parseApk } from './apk.ts';
import { readPackages } from './packages.ts';
import { resolverOf } from './resolver.ts';

const tree = memoryTree(alpineTree());
const packages = readPackages(tree, resolverOf(tree));

test('reads the packages of apk, with origin and architecture', () => {
  expect(packages.all.map(({ info, source, version }) => [info, source, version])).toEqual([
    ['busybox', 'busybox', '1.37.0-r18'],
    ['libfoo', 'foo', '2.0-r1'],
    ['musl', 'musl', '1.2.5-r10'],
    ['zlib', 'zlib', '1.3.1-r2'],
  ]);
  expect(packages.get('musl')).toMatchObject({ architecture: 'x86_64', format: 'apk' });
});

test('knows the owners of files and folders', () => {
  const names = (path: string) => packages.owners(path).map(({ name }) => name);
  expect(names('/lib/ld-musl-x86_64.so.1')).toEqual(['musl']);
  expect(names('/usr/share/udhcpc/default.script')).toEqual(['busybox']);
  expect(names('/usr/lib')).toEqual(['libfoo', 'zlib']);
  expect(names('/bin/ls')).toEqual([]);
});

test('the values of a package are those before its files', () => {
  const [musl] = parseApk(APK_INSTALLED);
  expect(apkFields(musl?.stanza ?? '').get('L')).toBe('MIT');
  expect(apkFields('P:a\nnot a field\nF:etc\nR:x\nZ:sum').get('Z')).toBeUndefined();
});

test('a stanza keeps the lines of what is there', () => {
  const busybox = parseApk(APK_INSTALLED)[1];
  if (busybox === undefined) throw new Error('there is no busybox');
  const there = new Set(['/etc', '/etc/securetty', '/usr/share/udhcpc']);
  const kept = keptStanza(busybox, (path) => there.has(path));
  expect(kept.split('\n').slice(-5)).toEqual([
    'F:etc',
    'R:securetty',
    'Z:Q1y',
    'F:usr/share/udhcpc',
    'M:0:0:755',
  ]);
});

test.each([
  ['nothing', ''],
  ['blank lines', '\n\n\n'],
  ['no package', 'F:etc\nR:x\n\nV:1\n'],
  ['another file', '\0\u0001\ufffd'.repeat(100)],
])('a database of %s has no packages', (_, text) => {
  expect(parseApk(text)).toEqual([]);
});

test('of a database that is cut off, what is whole counts', () => {
  const names = (length: number) => parseApk(APK_INSTALLED.slice(0, length)).map(({ name }) => name);
  expect(names(APK_INSTALLED.indexOf('busybox') + 3)).toEqual(['musl']);
  for (let length = 0; length < APK_INSTALLED.length; length += 7)
    expect(names(length).length).toBeLessThan(5);
});

test('a path that leads out of the tree stays in it', () => {
  const out = memoryTree({ '/lib/apk/db/installed': 'P:x\nV:1\nF:../../etc\nR:passwd\n', '/etc/passwd': '' });
  const found = readPackages(out, resolverOf(out));
  expect(found.owners('/etc/passwd').map(({ name }) => name)).toEqual(['x']);
});
