import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debianTree, program } from '../../test/support/prune/debian-tree.ts';
import { bytes, folder, type Item, text } from '../../test/support/prune/memory-tree.ts';
import { REQUEST } from '../../test/support/prune/request.ts';
import type { PruneRequest } from '../prune/request.ts';
import { entry } from './entry.ts';
import { prune } from './prune.ts';

const EPOCH = 1_700_000_000;
let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-prune-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Writes a tree for tests to the disk; owners stay whoever runs the test. */
function write(items: Readonly<Record<string, Item>>): void {
  for (const [path, item] of Object.entries(items)) {
    const { entry, bytes, target } = typeof item === 'string' ? text(item) : item;
    const at = join(root, 'tree', path);
    mkdirSync(entry.type === 'folder' ? at : dirname(at), { recursive: true });
    if (target !== undefined) symlinkSync(target, at);
    else if (bytes !== undefined) writeFileSync(at, bytes);
    if (entry.type !== 'link') chmodSync(at, entry.mode);
  }
}

async function run(request: Partial<PruneRequest>, name = 'out') {
  const all: PruneRequest = { ...REQUEST, packages: ['app'], epoch: EPOCH, ...request };
  const places = {
    request: join(root, 'request.json'),
    tree: join(root, 'tree'),
    events: join(root, 'events.json'),
    rootfs: join(root, name, 'rootfs'),
    report: join(root, name, 'report'),
  };
  for (const folder of [places.rootfs, places.report]) mkdirSync(folder, { recursive: true });
  writeFileSync(places.request, JSON.stringify(all));
  return { status: await prune(places), entry: await entry(places), ...places };
}

/** Everything that can be told about a folder, a line each. */
function describeTree(at: string, path = ''): string[] {
  const stats = lstatSync(at + path);
  const what = stats.isSymbolicLink()
    ? readlinkSync(at + path)
    : stats.isFile()
      ? readFileSync(at + path, 'hex')
      : '';
  const line = [path, stats.mode.toString(8), stats.uid, stats.gid, stats.mtimeMs, stats.nlink, what].join(
    ' ',
  );
  const children = stats.isDirectory() ? readdirSync(at + path).sort() : [];
  return [line, ...children.flatMap((name) => describeTree(at, `${path}/${name}`))];
}

const APP = {
  '/usr/bin/app': program(),
  '/usr/share/app/one': text('same', { mode: 0o640 }),
  '/usr/share/app.d/x': 'x',
  '/usr/share/app/sticky': folder({ mode: 0o1755 }),
};

test('copies what is kept as it was, and nothing younger than the epoch', async () => {
  write(debianTree({ app: { files: APP } }));
  const tree = join(root, 'tree');
  linkSync(join(tree, 'usr/share/app/one'), join(tree, 'usr/share/app/two'));
  utimesSync(join(tree, 'usr/share/app/one'), 1_500_000_000, 1_500_000_000);
  const { status, rootfs } = await run({ keep: ['/usr/share/app/two'], volumes: ['/data/x'] });
  expect(said).toMatch(/^kept 33 of 47 files, 0\.0 of 0\.0 MB, 4 of 7 packages\n$/);
  expect(status).toBe(0);
  const [one, two] = ['one', 'two'].map((name) => lstatSync(join(rootfs, 'usr/share/app', name)));
  expect([one?.mode, one?.mtimeMs, one?.nlink, one?.ino]).toEqual([0o100640, 1_500_000_000_000, 2, two?.ino]);
  expect(lstatSync(join(rootfs, 'usr/share/app/sticky')).mode & 0o7777).toBe(0o1755);
  expect(readlinkSync(join(rootfs, 'bin'))).toBe('usr/bin');
  const times = describeTree(rootfs).map((line) => Number(/ \d+ \d+ \d+ (\d+) \d+ [^ ]*$/.exec(line)?.[1]));
  expect(Math.max(...times)).toBe(EPOCH * 1000);
});

test('a second run gives the same, to the byte and to the time', async () => {
  write(debianTree({ app: { files: APP } }));
  const [first, second] = [await run({}, 'first'), await run({}, 'second')];
  expect(describeTree(second.rootfs)).toEqual(describeTree(first.rootfs));
  for (const name of ['keep.jsonl', 'summary.json']) {
    expect(readFileSync(join(second.report, name))).toEqual(readFileSync(join(first.report, name)));
  }
});

test('the report has a line for every path and its reasons', async () => {
  write(debianTree({ app: { files: APP } }));
  const { report, rootfs } = await run({});
  const lines = readFileSync(join(report, 'keep.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const byId = new Map(lines.map((line) => [line.id, line]));
  expect([...byId.keys()]).toEqual([...byId.keys()].sort());
  expect(byId.get('/usr/bin/app')).toMatchObject({
    type: 'file',
    mode: '0755',
    packages: ['app'],
    reasons: [{ kind: 'entry', detail: '/usr/bin/app', strength: 'hard' }],
  });
  const paths = describeTree(rootfs).map((line) => line.split(' ')[0] || '/');
  const generated = (path: string) => path.startsWith('/var/lib/dpkg/');
  expect(paths.filter((path) => !byId.has(path) && !generated(path))).toEqual([]);
});

test('what was left out of a base image is said, and written down', async () => {
  write({
    ...debianTree({ app: { files: { '/usr/bin/app': program() } } }),
    '/app/a.txt': 'a',
    '/usr/src/b.c': 'b',
  });
  const { status, report } = await run({ from: {} });
  expect(status).toBe(0);
  expect(said).toContain(
    'left out 1 file (0.0 MB) that no package owns; largest: /usr/src (0.0 MB); to keep it: keep: ["/usr/src"]\n',
  );
  expect(said).toContain(
    'no program of the package coreutils is kept; to keep it: keep: ["pkg:coreutils"]\n',
  );
  expect(JSON.parse(readFileSync(join(report, 'summary.json'), 'utf8'))).toMatchObject({
    leftOut: { files: 1, bytes: 1, largest: [{ path: '/usr/src', bytes: 1 }] },
    unused: [],
    idle: ['coreutils', 'dash'],
  });
});

test('setuid goes, and the summary names the file', async () => {
  write(debianTree({ app: { files: { '/usr/bin/app': program() } } }));
  chmodSync(join(root, 'tree/usr/bin/app'), 0o6755);
  const { rootfs, report } = await run({});
  expect(lstatSync(join(rootfs, 'usr/bin/app')).mode & 0o7777).toBe(0o755);
  expect(JSON.parse(readFileSync(join(report, 'summary.json'), 'utf8')).cleared).toEqual(['/usr/bin/app']);
});

test("bytecode follows its source's time", async () => {
  const [young, old] = [EPOCH + 500, EPOCH - 500];
  const header = (time: number) => {
    const header = Buffer.alloc(20, 1);
    header.writeUInt32LE(0, 4);
    header.writeUInt32LE(time, 8);
    return bytes(header);
  };
  const lib = '/usr/lib/app';
  write(
    debianTree({
      app: {
        files: {
          '/usr/bin/app': program(),
          [`${lib}/young.py`]: '',
          [`${lib}/__pycache__/young.cpython-313.pyc`]: header(young),
          [`${lib}/old.py`]: '',
          [`${lib}/__pycache__/old.cpython-313.pyc`]: header(old),
        },
      },
    }),
  );
  utimesSync(join(root, 'tree', lib, 'young.py'), young, young);
  utimesSync(join(root, 'tree', lib, 'old.py'), old, old);
  const { rootfs } = await run({});
  for (const [name, time] of [
    ['young', EPOCH],
    ['old', old],
  ] as const) {
    expect(lstatSync(join(rootfs, lib, `${name}.py`)).mtimeMs).toBe(time * 1000);
    expect(readFileSync(join(rootfs, lib, '__pycache__', `${name}.cpython-313.pyc`)).readUInt32LE(8)).toBe(
      time,
    );
  }
});

test('problems are printed with their code and their fix', async () => {
  write(debianTree({ app: { files: { '/usr/bin/app': program() } } }));
  const { status, entry, rootfs } = await run({ entry: ['/usr/bin/ap'], keep: ['/etc/foo/**'] });
  expect([status, entry, readdirSync(rootfs)]).toEqual([1, 1, []]);
  const missing =
    'entry "/usr/bin/ap" does not exist in the tree [missing-entry]\n  did you mean "/usr/bin/app"?\n';
  const unmatched =
    'keep "/etc/foo/**" matches no file in the tree [invalid-value]\n  correct the pattern, or take the line out\n';
  expect(said).toBe(missing + unmatched + missing);
});

test('a script that cannot be read as shell is named', async () => {
  const broken = text('#!/bin/sh\nsh -c "a \'b"\nmkdir "x\n', { mode: 0o755 });
  write(debianTree({ app: { files: { '/usr/bin/app': broken } } }));
  const { report } = await run({ programs: [['sh', '-c', 'app )']] });
  const kept = 'every word of it that names a program is kept';
  expect(said.split('\n').slice(1, 3)).toEqual([
    `warning: /usr/bin/app, line 3, cannot be read as shell (unterminated double quote); ${kept}`,
    `warning: a command of the image, line 1, cannot be read as shell (unexpected token ')'); ${kept}`,
  ]);
  expect(JSON.parse(readFileSync(join(report, 'summary.json'), 'utf8')).unread).toEqual([
    { from: '/usr/bin/app', line: 3, fault: 'unterminated double quote' },
    { line: 1, fault: "unexpected token ')'" },
  ]);
});

test('a FIFO stops nothing', async () => {
  write(debianTree({ app: { files: { '/usr/bin/app': program() } } }));
  execFileSync('mkfifo', [join(root, 'tree/usr/lib/fifo.so')]);
  expect((await run({ keep: ['/usr/lib/fifo.so'] })).status).toBe(0);
  expect(said).toMatch(/^kept /);
});
