import { describe, expect, test } from 'vitest';
import { debianTree, LIB, program } from '../../../test/support/prune/debian-tree.ts';
import {
  bytes,
  elf,
  folder,
  type Item,
  link,
  memoryTree,
  type Stored,
  script,
  text,
} from '../../../test/support/prune/memory-tree.ts';
import { REQUEST as PLAIN } from '../../../test/support/prune/request.ts';
import { entriesOf } from '../../tree/tree.ts';
import { type Kept, prune } from '../prune.ts';
import type { PruneRequest } from '../request.ts';
import { compare, type Report } from './compare.ts';
import type { Fault } from './fault.ts';

const REQUEST: PruneRequest = { ...PLAIN, user: 'nonroot', volumes: ['/data'], keep: ['/opt'] };

/** A full tree in which the image's program needs a library, a script its interpreter, and a link its target. */
const TREE: Readonly<Record<string, Item>> = {
  [`${LIB}/libx.so.1`]: link('libx.so.1.2'),
  [`${LIB}/libx.so.1.2`]: elf({ soname: 'libx.so.1', needed: ['liby.so.1'] }),
  [`${LIB}/liby.so.1`]: elf({ soname: 'liby.so.1' }),
  '/opt/run': script('#!/usr/bin/env sh\n'),
  '/opt/su': elf({}, { mode: 0o4755 }),
  '/opt/link': link('../usr/share/app'),
  '/opt/nowhere': link('/gone'),
  '/opt/stdout': link('/dev/stdout'),
  '/opt/state': text('state', { uid: 7, mode: 0o640 }),
  '/opt/one': text('same', { inode: '1:1' }),
  '/opt/two': text('same', { inode: '1:1' }),
  '/opt/young': text('', { mtime: 3000 }),
  '/usr/share/app': folder(),
  '/dev/stdout': link('/proc/self/fd/1'),
  '/proc/self/fd/1': '',
};

type Changes = Readonly<Record<string, Item | undefined>>;

/** Compares the image that pruning makes, after `changes` to it. */
function faults(changes: Changes, request: Partial<PruneRequest> = {}, tree = TREE): readonly Fault[] {
  const items = debianTree({ app: { files: { '/usr/bin/app': program(['libx.so.1']) } } }, tree);
  const full = memoryTree(items);
  const kept = prune(full, { ...REQUEST, ...request });
  if ('problems' in kept) throw new Error(JSON.stringify(kept.problems));
  const image = memoryTree(withChanges(imageOf(items, kept), changes));
  return compare(full, image, entriesOf(image), reportOf(kept), { ...REQUEST, ...request });
}

/** What the prune step writes. */
function imageOf(items: Readonly<Record<string, Item>>, kept: Kept): Record<string, Item> {
  const image: Record<string, Item> = {};
  const young = (stored: Stored): Stored => ({
    ...stored,
    entry: { ...stored.entry, mtime: Math.min(stored.entry.mtime, REQUEST.epoch) },
  });
  for (const path of kept.taken) {
    const item = items[path] ?? folder();
    image[path] = young(typeof item === 'string' ? text(item) : item);
  }
  for (const { path, mode, uid, gid } of kept.folders)
    image[path] = folder({ mode, uid, gid, mtime: REQUEST.epoch });
  for (const file of kept.files) image[file.path] = file.text;
  for (const path of kept.cleared)
    image[path] = changed(image[path], (entry) => ({ mode: entry.mode & 0o1777 }));
  return image;
}

function changed(
  item: Item | undefined,
  change: (entry: Stored['entry']) => Partial<Stored['entry']>,
): Stored {
  const stored = typeof item === 'string' ? text(item) : (item ?? folder());
  return { ...stored, entry: { ...stored.entry, ...change(stored.entry) } };
}

function withChanges(image: Readonly<Record<string, Item>>, changes: Changes): Record<string, Item> {
  const all = { ...image, ...changes };
  return Object.fromEntries(
    Object.entries(all).filter((pair): pair is [string, Item] => pair[1] !== undefined),
  );
}

function reportOf({ graph, folders, files, cleared, dropped }: Kept): Report {
  const nodes = [...graph.nodes.values()].filter(({ id }) => id.startsWith('/'));
  return {
    reasons: new Map(nodes.map(({ id, reasons }) => [id, [...reasons.values()]])),
    folders: new Map(folders.map((each) => [each.path, each])),
    files: new Set(files.map(({ path }) => path)),
    cleared: new Set(cleared),
    dropped: new Set(dropped.keys()),
  };
}

/** The same image, by a report that knows no reason for these paths. */
function structural(changes: Changes, request: Partial<PruneRequest> = {}) {
  return faults(changes, request).filter(({ kind }) => kind === 'lost');
}

test('what pruning makes is right', () => {
  expect(faults({})).toEqual([]);
});

describe('structure', () => {
  test('a library that the loader no longer finds', () => {
    expect(structural({ [`${LIB}/liby.so.1`]: undefined })).toEqual([
      {
        kind: 'lost',
        path: `${LIB}/libx.so.1.2`,
        what: 'library',
        name: 'liby.so.1',
        expected: `/lib/x86_64-linux-gnu/liby.so.1`,
      },
    ]);
  });

  test('what a missing library needs itself is not missed once more', () => {
    const gone = { [`${LIB}/libx.so.1`]: undefined, [`${LIB}/libx.so.1.2`]: undefined };
    expect(structural({ ...gone, [`${LIB}/liby.so.1`]: undefined })).toMatchObject([{ name: 'libx.so.1' }]);
  });

  test('a library that the loader finds elsewhere', () => {
    const other = { '/usr/lib/libx.so.1': elf({ soname: 'libx.so.1' }) };
    expect(structural({ [`${LIB}/libx.so.1`]: undefined, ...other })).toMatchObject([
      { path: '/usr/bin/app', name: 'libx.so.1', found: '/usr/lib/libx.so.1' },
    ]);
  });

  test('a loader, the program of a script, and the one that env starts', () => {
    expect(structural({ '/usr/lib64/ld-linux-x86-64.so.2': undefined })).toContainEqual(
      expect.objectContaining({
        path: '/usr/bin/app',
        what: 'interpreter',
        name: '/lib64/ld-linux-x86-64.so.2',
      }),
    );
    const gone = { '/usr/bin/env': undefined, '/usr/bin/sh': undefined };
    expect(structural(gone)).toEqual([
      { kind: 'lost', path: '/opt/run', what: 'interpreter', name: '/usr/bin/env', expected: '/usr/bin/env' },
      { kind: 'lost', path: '/opt/run', what: 'interpreter', name: 'sh', expected: '/usr/bin/sh' },
    ]);
  });

  test('a link that leads nowhere, or elsewhere', () => {
    const lost = { kind: 'lost', path: '/opt/link', what: 'link', name: '../usr/share/app' };
    expect(structural({ '/usr/share/app': undefined })).toEqual([{ ...lost, expected: '/usr/share/app' }]);
    expect(structural({ '/usr/share/app': link('/etc') })).toContainEqual({
      ...lost,
      expected: '/usr/share/app',
      found: '/etc',
    });
  });

  test('what is dropped is not missed', () => {
    const chain = { ...TREE, '/opt/a': link('/usr/share/b'), '/usr/share/b': link('c'), '/usr/share/c': '' };
    expect(faults({}, { drop: ['/usr/share/b'] }, chain)).toEqual([]);
    expect(faults({}, {}, chain)).toEqual([]);
    const helper = { '/usr/bin/helper': program(['libz.so.1']), [`${LIB}/libz.so.1`]: elf({}) };
    const request = { programs: [['sh', '-c', 'helper']], drop: ['/**/libz.so.1', '/usr/share/app'] };
    expect(faults({}, request, { ...TREE, ...helper })).toEqual([]);
  });

  test('a library that only the cache knows needs the cache', () => {
    const tree = {
      ...TREE,
      '/etc/ld.so.conf': '/usr/local/lib\n',
      '/etc/ld.so.cache': '',
      '/usr/local/lib/liby.so.1': elf({ soname: 'liby.so.1' }),
      [`${LIB}/liby.so.1`]: '',
    };
    expect(faults({}, {}, tree)).toEqual([]);
    expect(faults({ '/etc/ld.so.cache': undefined }, {}, tree)).toContainEqual(
      expect.objectContaining({ kind: 'lost', name: 'liby.so.1' }),
    );
  });
});

describe('every path', () => {
  const state = TREE['/opt/state'];
  const differs = (what: string, values = {}) => [{ kind: 'differs', path: '/opt/state', what, ...values }];

  test.each([
    ['owner', { uid: 0 }, { expected: '7:0', found: '0:0' }],
    ['mode', { mode: 0o644 }, { expected: '0640', found: '0644' }],
    ['time', { mtime: 1001 }, { expected: '1000', found: '1001' }],
    ['size', { size: 4 }, { expected: '5', found: '4' }],
  ] as const)('has the same %s', (what, change, values) => {
    expect(faults({ '/opt/state': changed(state, () => change) })).toEqual(differs(what, values));
  });

  test('is of the same type', () => {
    expect(faults({ '/opt/state': folder() })).toEqual(
      differs('type', { expected: 'file', found: 'folder' }),
    );
  });

  test('has the same content, or target', () => {
    const entry = { uid: 7, mode: 0o640 };
    expect(faults({ '/opt/state': text('stale', entry) })).toEqual(differs('content'));
    expect(faults({ '/opt/nowhere': link('/away') })).toEqual([
      { kind: 'differs', path: '/opt/nowhere', what: 'target', expected: '/gone', found: '/away' },
    ]);
  });

  test('shares its content with the same names', () => {
    expect(faults({ '/opt/two': text('same', { inode: '1:2' }) })).toEqual([
      { kind: 'differs', path: '/opt/two', what: 'names' },
    ]);
  });

  test('loses setuid and setgid, and nothing else', () => {
    expect(faults({ '/opt/su': elf({}, { mode: 0o4755 }) })).toEqual([
      { kind: 'differs', path: '/opt/su', what: 'mode', expected: '0755', found: '4755' },
    ]);
  });

  test('is there for a reason, and what has one is there', () => {
    expect(faults({ '/opt/more': text('') })).toContainEqual({ kind: 'unexplained', path: '/opt/more' });
    expect(faults({ '/opt/state': undefined })).toEqual([{ kind: 'absent', path: '/opt/state' }]);
    expect(faults({ '/var/lib/dpkg/status': undefined })).toEqual([
      { kind: 'absent', path: '/var/lib/dpkg/status' },
    ]);
  });

  test('that mib made is as the report says', () => {
    expect(faults({ '/data': folder({ mtime: 2000, mode: 0o700, uid: 65532, gid: 65532 }) })).toEqual([
      { kind: 'differs', path: '/data', what: 'mode', expected: '0755', found: '0700' },
    ]);
  });
});

test('compiled Python may name the time of the image, where its source is younger', () => {
  const pyc = (time: number) => {
    const content = Buffer.alloc(20, 1);
    content.writeUInt32LE(time, 8);
    return bytes(content);
  };
  const path = '/opt/__pycache__/a.cpython-313.pyc';
  const tree = (time: number) => ({ ...TREE, '/opt/a.py': text('', { mtime: time }), [path]: pyc(time) });
  expect(faults({ [path]: pyc(2000) }, {}, tree(3000))).toEqual([]);
  expect(faults({ [path]: pyc(2001) }, {}, tree(3000))).toEqual([{ kind: 'differs', path, what: 'content' }]);
  expect(faults({ [path]: pyc(2000) }, {}, tree(1500))).toEqual([{ kind: 'differs', path, what: 'content' }]);
});
