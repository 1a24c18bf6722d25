import { describe, expect, test } from 'vitest';
import { folder, link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { resolverOf } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';
import { canonicalIn, newEvents } from './events.ts';
import { mergeRuns } from './merge-runs.ts';

const TREE = resolverOf(
  memoryTree({
    '/etc/passwd': '',
    '/usr/bin/sh': '',
    '/bin': link('usr/bin'),
    '/run': folder(),
    '/var/run': link('/run'),
    '/var/lib/app': folder(),
    '/tmp': folder(),
  }),
);

function eventsOf(...accesses: readonly Access[]): string[] {
  const events = newEvents(TREE);
  for (const access of accesses) events.add(access);
  return events.list().map(({ path, kind }) => `${kind} ${path}`);
}

test('a long path costs a step for each of its names', () => {
  let steps = 0;
  const follow = (path: string) => {
    steps++;
    return TREE.follow(path);
  };
  const events = newEvents({ ...TREE, follow });
  events.add({ use: 'make', path: '/tmp/link', target: '/tmp' });
  const before = steps;
  events.add({ use: 'open', path: `/var/lib${'/a'.repeat(1000)}` });
  expect(steps - before).toBeLessThan(3000);
  expect(events.list()).toEqual([{ path: '/var/lib', kind: 'create' }]);
});

describe('newEvents', () => {
  test('takes what the tree has, as it was written, once and sorted', () => {
    expect(
      eventsOf(
        { use: 'exec', path: '/bin/sh' },
        { use: 'open', path: '/etc/passwd' },
        { use: 'look', path: '/etc/passwd' },
        { use: 'open', path: '/etc/passwd' },
        { use: 'list', path: '/etc' },
        { use: 'look', path: '/etc' },
      ),
    ).toEqual(['exec /bin/sh', 'list /etc', 'look /etc', 'open /etc/passwd']);
  });

  test('says what the arguments of a program start, and nothing else of them', () => {
    const events = newEvents(TREE);
    const run = (path: string, argv: readonly string[], more = {}) =>
      events.add({ use: 'exec', path, argv, folder: '/var', ...more });
    run('/usr/bin/sh', ['sh', '-c', 'curl --user me:secret "$1" && date', 'sh', 'x']);
    run('/usr/bin/sh', ['sh', '-c', 'tr a b']);
    run('/usr/bin/sh', ['sh', 'lib/run']);
    run('/usr/bin/sh', ['sh', '-c', 'no'], { error: 'ENOENT' });
    run('/bin/sh', []);
    expect(events.list()).toEqual([
      { path: '/bin/sh', kind: 'exec' },
      {
        path: '/usr/bin/sh',
        kind: 'exec',
        starts: { called: ['curl', 'date', 'tr', 'x'], sourced: ['/var/lib/run'] },
      },
    ]);
    expect(events.unread()).toEqual([]);
    run('/usr/bin/sh', ['sh', '-c', 'a "b']);
    expect(events.unread()).toEqual(['unterminated double quote']);
  });

  test('leaves out what failed', () => {
    expect(eventsOf({ use: 'open', path: '/etc/passwd', error: 'EACCES' })).toEqual([]);
  });

  test('takes the folder of what was made, or used after it was made', () => {
    expect(
      eventsOf(
        { use: 'make', path: '/var/lib/app/new' },
        { use: 'open', path: '/var/lib/app/new/deep/file-1234' },
        { use: 'look', path: '/etc/mtab' },
      ),
    ).toEqual(['create /etc', 'create /var/lib/app']);
    expect(eventsOf({ use: 'make', path: '/etc/passwd' })).toEqual(['create /etc']);
  });

  test('leaves out what the runtime provides and what is scratch, but not a link to it', () => {
    const outside = [
      '/proc/self/maps',
      '/sys/x',
      '/dev/null',
      '/tmp/x',
      '/run/app.pid',
      '/.mib/check',
      '/tmp',
    ];
    expect(eventsOf(...outside.map((path): Access => ({ use: 'open', path })))).toEqual([]);
    expect(eventsOf({ use: 'open', path: '/etc/../tmp/../run' })).toEqual([]);
    expect(eventsOf({ use: 'make', path: '/var/run/app.pid' })).toEqual(['create /var/run']);
    expect(eventsOf({ use: 'open', path: '/tmp/../etc/passwd' })).toEqual(['open /tmp/../etc/passwd']);
  });

  test('sees the tree behind links that the program made', () => {
    expect(
      eventsOf(
        { use: 'make', path: '/tmp/e', target: '/etc' },
        { use: 'make', path: '/tmp/f', target: 'e' },
        { use: 'make', path: '/tmp/loop', target: 'loop' },
        { use: 'open', path: '/tmp/f/passwd' },
        { use: 'open', path: '/tmp/loop/passwd' },
      ),
    ).toEqual(['open /etc/passwd']);
  });
});

test('canonicalIn walks as the kernel does, and goes on by the letter where the tree ends', () => {
  const canonical = canonicalIn(TREE);
  expect(
    ['/bin/../lib', '/var/run/x/../y', '/..', '/a/b/../c', '/bin/sh/'].map((path) => canonical(path)),
  ).toEqual(['/usr/lib', '/run/y', '/', '/a/c', '/usr/bin/sh']);
});

describe('agree', () => {
  const a = { path: '/a', kind: 'open' } as const;
  const b = { path: '/b', kind: 'open' } as const;

  test('says nothing about runs that used the same paths', () => {
    const look = { path: '/a', kind: 'look' } as const;
    expect(
      mergeRuns([
        [a, b],
        [a, b],
      ]),
    ).toEqual({ events: [a, b], differing: [] });
    expect(mergeRuns([[a], [look]])).toEqual({ events: [look, a], differing: [] });
  });

  test('joins what the programs of runs start', () => {
    const shell = (...called: readonly string[]) =>
      ({ path: '/bin/sh', kind: 'exec', starts: { called, sourced: ['/x'] } }) as const;
    expect(mergeRuns([[shell('a', 'b')], [shell('c', 'b')]])).toEqual({
      events: [shell('a', 'b', 'c')],
      differing: [],
    });
  });

  test('joins runs that differ, and names the difference', () => {
    expect(mergeRuns([[b], [a]])).toEqual({ events: [a, b], differing: ['/a', '/b'] });
  });
});
