import { expect, test } from 'vitest';
import { link, memoryTree } from '../../test/support/prune/memory-tree.ts';
import { resolverOf } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';
import { isGrave, knownPaths, missedBy } from './missing-files.ts';

const full = resolverOf(
  memoryTree({
    '/usr/bin/sh': '',
    '/bin': link('usr/bin'),
    '/srv/data': '',
    '/srv/seen': '',
    '/tmp/x': '',
    '/var/app/f': '',
  }),
);
const image = resolverOf(memoryTree({ '/bin': link('usr/bin'), '/usr/bin/app': '', '/var/f': '' }));
const known = knownPaths(full, ['/srv/seen']);
const missed = (use: Access['use'], path: string, error?: string) =>
  missedBy({ full, image, isMeant: (at) => known.has(at) }, { use, path, ...(error && { error }) });

test.each([
  ['exec', '/bin/sh', '/usr/bin/sh'],
  ['open', '/bin/../../srv/data', '/srv/data'],
  ['look', '/srv', '/srv'],
  ['make', '/var/app/new', '/var/app'],
] as const)('%s of %s misses %s', (use, path, lost) => {
  expect(missed(use, path, 'ENOENT')).toEqual({ path: lost, use });
});

test.each([
  ['what was found', 'open', '/srv/data', undefined],
  ['what was forbidden', 'open', '/srv/data', 'EACCES'],
  ['what the full tree has neither', 'open', '/srv/none', 'ENOENT'],
  ['what the image has', 'exec', '/bin/app', 'ENOENT'],
  ['what pruning left out knowingly', 'open', '/srv/seen', 'ENOENT'],
  ['scratch', 'open', '/tmp/x', 'ENOENT'],
  ['a new file in a folder that is there', 'make', '/var/new', 'ENOENT'],
] as const)('%s is not missed', (_, use, path, error) => {
  expect(missed(use, path, error)).toBeUndefined();
});

test('to have only looked is not grave', () => {
  const uses = ['exec', 'open', 'make', 'look', 'list'] as const;
  expect(uses.filter((use) => isGrave({ path: '/x', use }))).toEqual(['exec', 'open', 'make']);
});

test('a known path is known by its canonical name, and so are links on the way', () => {
  expect([...knownPaths(full, ['/bin/sh', '/bin/../../srv'])]).toEqual(['/usr/bin/sh', '/bin', '/srv']);
});
