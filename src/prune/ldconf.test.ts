import { expect, test } from 'vitest';
import { memoryTree } from '../../test/support/prune/memory-tree.ts';
import { resolverOf } from '../tree/resolver.ts';
import { configuredFolders } from './ldconf.ts';

function folders(conf: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const tree = memoryTree({ '/etc/ld.so.conf': conf, ...more });
  return configuredFolders(tree, resolverOf(tree));
}

test('includes files by patterns of glob(3)', () => {
  const more = {
    '/etc/ld.so.conf.d/a.conf': '/usr/lib/a # a comment\n/usr/lib/twice/\n',
    '/etc/ld.so.conf.d/b.conf': '/usr/lib/twice\ninclude /etc/ld.so.conf\n',
    '/etc/ld.so.conf.d/deep/c.conf': '/usr/lib/c\n',
    '/etc/ld.so.conf.d/{a,b}.conf': '/usr/lib/braces\n',
  };
  const both = ['/usr/lib/a', '/usr/lib/twice'];
  expect(folders('include ld.so.conf.d/[ab].conf\n', more)).toEqual(both);
  expect(folders('include /etc/ld.so.conf.d/a.conf ld.so.conf.d/b.conf\n', more)).toEqual(both);
  expect(folders('include ld.so.conf.d/{a,b}.conf\n', more)).toEqual(['/usr/lib/braces']);
  expect(folders('include **/c.conf\n', more)).toEqual([]);
});

test.each([
  ['alternatives', '{a,b}'.repeat(200)],
  ['parts', '/a'.repeat(30_000)],
  ['wildcards', '/**'.repeat(20_000)],
])('is read in no time: %s', (_, pattern) => {
  expect(folders(`include ${pattern}\n/usr/lib/a\n`)).toEqual(['/usr/lib/a']);
});
