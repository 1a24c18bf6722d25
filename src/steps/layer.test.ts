import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { layer } from './layer.ts';

const EPOCH = 2000;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-layer-'));
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.restoreAllMocks();
    rmSync(root, { recursive: true });
  });
  writeFileSync(join(root, 'request.json'), `{"epoch":${EPOCH}}`);
});

/** A file is its text; a link begins with `->`. All are of one time unless another is given, folders too. */
function write(
  tree: 'full' | 'tree',
  files: Readonly<Record<string, string | readonly [string, number]>>,
): void {
  for (const [path, value] of Object.entries(files)) {
    const [text, time] = typeof value === 'string' ? [value, 1000] : value;
    const at = join(root, tree, path);
    mkdirSync(dirname(at), { recursive: true });
    if (text.startsWith('->')) symlinkSync(text.slice(2), at);
    else {
      writeFileSync(at, text, 'latin1');
      utimesSync(at, time, time);
    }
  }
  for (const folder of ['etc', 'usr', '']) {
    const at = join(root, tree, folder);
    mkdirSync(at, { recursive: true });
    utimesSync(at, 1000, 1000);
  }
}

const run = () =>
  layer({ request: join(root, 'request.json'), full: join(root, 'full'), tree: join(root, 'tree') });

const seen = (path: string) => {
  const { ino, mtimeMs } = lstatSync(join(root, 'tree', path));
  return { ino, time: mtimeMs / 1000 };
};

test('what is the same stays as it is, and what is other comes, no younger than the image', async () => {
  const same = { 'etc/same': 'x', 'etc/written-again': ['x', EPOCH], 'etc/younger': ['x', 5000] } as const;
  write('tree', { ...same, 'etc/changed': 'x', 'etc/gone': 'x', 'usr/folder/file': 'x', 'usr/file': 'x' });
  write('full', {
    ...same,
    'etc/written-again': ['x', 3000],
    'etc/changed': ['y', 3000],
    'etc/added': '->same',
    'usr/folder': '->file',
    'usr/file/is/one': ['x', 1500],
  });
  const before = ['etc/same', 'etc/written-again', 'etc/younger'].map(seen);
  expect(await run()).toBe(0);
  expect(['etc/same', 'etc/written-again', 'etc/younger'].map(seen)).toEqual(before);
  expect(readFileSync(join(root, 'tree/etc/changed'), 'utf8')).toBe('y');
  expect(seen('etc/changed').time).toBe(EPOCH);
  expect(seen('usr/file/is/one').time).toBe(1500);
  expect(readdirSync(join(root, 'tree'), { recursive: true }).sort()).toEqual(
    readdirSync(join(root, 'full'), { recursive: true }).sort(),
  );
});

test('a file or a link takes the place of a folder', async () => {
  write('tree', { 'etc/file/a/b': 'x', 'usr/link/a': 'x', 'usr/other/b': 'x' });
  write('full', { 'etc/file': 'y', 'usr/other/a': 'y', 'usr/link': '->other' });
  expect(await run()).toBe(0);
  const listed = (name: string) => readdirSync(join(root, name), { recursive: true }).sort();
  expect(listed('tree')).toEqual(listed('full'));
  expect(listed('tree')).toContain('usr/link');
});

test('a folder keeps its time where only a file in it was written anew', async () => {
  write('tree', { 'etc/a': 'x' });
  write('full', { 'etc/a': 'y' });
  await run();
  expect(seen('etc').time).toBe(1000);
});

test('compiled Python names the time that its source has in the image', async () => {
  const pyc = (time: number) => {
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32LE(time, 8);
    return bytes.toString('latin1');
  };
  const below = { 'usr/below.py': ['x', 5000], 'usr/__pycache__/below.cpython-313.pyc': pyc(5000) } as const;
  write('tree', below);
  write('full', { ...below, 'usr/new.py': ['x', 3000], 'usr/__pycache__/new.cpython-313.pyc': pyc(3000) });
  await run();
  const timeIn = (name: string) =>
    readFileSync(join(root, `tree/usr/__pycache__/${name}.cpython-313.pyc`)).readUInt32LE(8);
  expect([timeIn('new'), timeIn('below')]).toEqual([EPOCH, 5000]);
});
