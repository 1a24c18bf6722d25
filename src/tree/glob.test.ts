import { describe, expect, test } from 'vitest';
import { folder, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { expand, literalPrefix, matcher } from './glob.ts';
import { resolverOf } from './resolver.ts';

const tree = memoryTree({
  '/bin': link('usr/bin'),
  '/usr/bin/sh': link('dash'),
  '/usr/bin/dash': '',
  '/usr/lib/a/x.so': '',
  '/usr/lib/a/b/y.so.1': '',
  '/usr/lib/.hidden/z.so': '',
  '/usr/lib/loop': link('.'),
  '/var/empty': folder(),
});
const all = (pattern: string) => [...expand(tree, resolverOf(tree), pattern)].sort();

describe('expand', () => {
  test.each([
    ['/usr/bin/dash', ['/usr/bin/dash']],
    ['/bin/sh', ['/bin/sh']],
    ['/bin/*', ['/bin/dash', '/bin/sh']],
    ['/usr/lib/*/*.so', ['/usr/lib/.hidden/z.so', '/usr/lib/a/x.so']],
    ['/usr/lib/**/*.so*', ['/usr/lib/.hidden/z.so', '/usr/lib/a/b/y.so.1', '/usr/lib/a/x.so']],
    ['/usr/lib/a/**', ['/usr/lib/a', '/usr/lib/a/b', '/usr/lib/a/b/y.so.1', '/usr/lib/a/x.so']],
    ['/usr/lib/a/**/b', ['/usr/lib/a/b']],
    ['/usr/{bin,lib/a}/{dash,x.so}', ['/usr/bin/dash', '/usr/lib/a/x.so']],
    ['/usr/bin/[a-d]?sh', ['/usr/bin/dash']],
    ['/usr/bin/[!a-d]*', ['/usr/bin/sh']],
    ['/var/empty/**', ['/var/empty']],
    ['/nowhere/**', []],
    ['/usr/bin/[z-a]', []],
    ['/usr/bin/dash/x', []],
  ])('%s', (pattern, paths) => {
    expect(all(pattern)).toEqual(paths);
  });
});

describe('matcher', () => {
  test.each([
    ['/etc/*', '/etc/a', true],
    ['/etc/*', '/etc/a/b', false],
    ['/etc/**', '/etc/a/b', true],
    ['/etc/**', '/etc', true],
    ['/etc/**', '/etcetera', false],
    ['/**/x', '/x', true],
    ['/**/x', '/a/b/x', true],
    ['/a.b', '/aXb', false],
    ['/{a,b}/c', '/b/c', true],
    ['/a\\*', '/a*', true],
    ['/a(b', '/a(b', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(matcher([pattern])(path)).toBe(expected);
  });

  test('below a folder', () => {
    const matches = matcher(['/a/*'], { recursive: true });
    expect(['/a', '/a/b', '/a/b/c', '/ab'].map(matches)).toEqual([false, true, true, false]);
  });

  test('no pattern matches nothing', () => {
    expect(matcher([])('/')).toBe(false);
  });
});

test('literalPrefix', () => {
  expect(literalPrefix('/bin/s*/x')).toEqual({ prefix: '/bin', rest: '/s*/x' });
  expect(literalPrefix('/bin/sh')).toEqual({ prefix: '/bin/sh', rest: '' });
  expect(literalPrefix('/**')).toEqual({ prefix: '/', rest: '/**' });
});
