import { describe, expect, test } from 'vitest';
import { folder, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { resolverOf } from './resolver.ts';

const resolver = resolverOf(
  memoryTree({
    '/bin': link('usr/bin'),
    '/usr/bin/x': link('/etc/alternatives/x'),
    '/etc/alternatives/x': link('../../bin/real'),
    '/usr/bin/real': 'x',
    '/usr/share/deep/folder': folder(),
    '/up': link('usr/share/deep/folder'),
    '/out': link('../../../../usr/bin/real'),
    '/loop': link('loop'),
    '/ping': link('pong/x'),
    '/pong': link('ping/x'),
    '/dangling': link('/nowhere'),
  }),
);

describe('follow', () => {
  test('notes every link on the way', () => {
    expect(resolver.follow('/bin/x')).toEqual({
      path: '/usr/bin/real',
      links: ['/bin', '/usr/bin/x', '/etc/alternatives/x', '/bin'],
    });
  });

  test('`..` after a link means the folder above its target', () => {
    expect(resolver.follow('/up/..')?.path).toBe('/usr/share/deep');
  });

  test('nothing leads out of the tree', () => {
    expect(resolver.follow('/out')?.path).toBe('/usr/bin/real');
  });

  test.each(['/loop', '/ping', '/pong', '/dangling', '/usr/bin/real/x', '/nowhere'])(
    '%s leads nowhere',
    (path) => {
      expect(resolver.follow(path)).toBeUndefined();
    },
  );
});

test('locate stops at the last link', () => {
  expect(resolver.locate('/bin/x')).toEqual({ path: '/usr/bin/x', links: ['/bin'] });
  expect(resolver.locate('/')).toEqual({ path: '/', links: [] });
});

test('file is for regular files alone', () => {
  expect(resolver.file('/bin/x')).toBe('/usr/bin/real');
  expect(resolver.file('/up')).toBeUndefined();
});

test('a long chain of links ends like the kernel ends it', () => {
  const chain = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`/l${at}`, link(`l${at + 1}`)]));
  const long = resolverOf(memoryTree({ ...chain, '/l60': 'end' }));
  expect(long.follow('/l0')).toBeUndefined();
  expect(long.follow('/l30')?.path).toBe('/l60');
});

test('a path is as long as the kernel takes it, and takes no more of the stack than a short one', () => {
  const deep = '/d'.repeat(2000);
  const long = resolverOf(memoryTree({ [`${deep}/x`]: 'x', '/link': link(`${deep}/x`) }));
  expect(long.file('/link')).toBe(`${deep}/x`);
  expect(long.follow('/d'.repeat(20_000))).toBeUndefined();
  expect(long.locate(`${'/d'.repeat(20_000)}/x`)).toBeUndefined();
});

test('a long path through a loop leads nowhere, and soon', () => {
  const start = performance.now();
  expect(resolver.follow(`/loop${'/x'.repeat(4000)}`)).toBeUndefined();
  expect(resolver.locate(`/usr${'/loop'.repeat(1000)}`)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(2000);
});
