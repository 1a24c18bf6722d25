import { expect, test } from 'vitest';
import { folder, type Item, link, memoryTree, text } from '../../../test/support/prune/memory-tree.ts';
import { differences } from './differences.ts';

const TREE: Readonly<Record<string, Item>> = {
  '/opt/file': 'text',
  '/opt/link': link('file'),
  '/opt/one': text('same', { inode: '1:1' }),
  '/opt/two': text('same', { inode: '1:1' }),
  '/srv': folder(),
};

/** What differs once the second tree has these things instead. */
function found(changes: Readonly<Record<string, Item>>) {
  return differences(memoryTree(TREE), memoryTree({ ...TREE, ...changes })).found;
}

test('two trees that are the same', () => {
  expect(differences(memoryTree(TREE), memoryTree(TREE))).toEqual({
    paths: 7,
    alike: ['/', '/opt', '/opt/file', '/opt/one', '/opt/two', '/srv'],
    found: [],
  });
});

test('each way in which a path can differ', () => {
  const path = '/opt/file';
  expect(found({ [path]: text('next') })).toEqual([{ path, what: 'content' }]);
  expect(found({ [path]: text('longer') })).toEqual([{ path, what: 'size', values: ['4', '6'] }]);
  expect(found({ [path]: link('text') })).toEqual([{ path, what: 'type', values: ['file', 'link'] }]);
  expect(found({ [path]: text('text', { mode: 0o600, mtime: 1001, uid: 7 }) })).toEqual([
    { path, what: 'owner', values: ['0:0', '7:0'] },
    { path, what: 'mode', values: ['0644', '0600'] },
    { path, what: 'time', values: ['1000', '1001'] },
  ]);
  expect(found({ '/opt/link': link('one') })).toEqual([
    { path: '/opt/link', what: 'target', values: ['file', 'one'] },
  ]);
  expect(found({ '/opt/two': text('same') })).toEqual([{ path: '/opt/two', what: 'names' }]);
  expect(found({ '/srv/new': 'x' })).toEqual([
    { path: '/srv/new', what: 'presence', values: ['absent', 'present'] },
  ]);
});

test('a change at the end of a large file', () => {
  const large = (last: string) => text('x'.repeat(3 << 20) + last);
  const [one, other] = [memoryTree({ '/big': large('a') }), memoryTree({ '/big': large('b') })];
  expect(differences(one, other).found).toEqual([{ path: '/big', what: 'content' }]);
});
