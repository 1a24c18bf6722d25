import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskTree } from '../disk-tree.ts';
import { changes } from './changes.ts';
import { asBefore, lookAt, mountPoints } from './stage.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-stage-'));
  for (const folder of ['etc', 'run/secrets', 'tmp', 'var/lib/app', 'var/log']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  write('etc/passwd', 'root');
  write('run/secrets/token', 'secret');
  write('var/lib/app/data', '12345');
  for (const path of ['etc/passwd', 'var/lib/app/data']) utimesSync(join(root, path), 1000, 1000);
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(root, path), text);
const look = (mounted: readonly string[] = []) => lookAt(root, diskTree(root), mounted);

test('the mount points of a container', () => {
  const text =
    '1 0 0:50 / / rw,relatime - overlay overlay rw\n' +
    '2 1 0:51 / /proc rw - proc proc rw\n' +
    '3 1 0:52 /a /srv/with\\040space ro - ext4 /dev/x rw\n';
  expect(mountPoints(text)).toEqual(['/proc', '/srv/with space']);
});

test('what is mounted is not part of the stage', () => {
  const { paths } = look(['/run/secrets', '/etc/passwd']);
  expect([...paths.keys()].sort()).toEqual(
    ['/', '/etc', '/run', '/tmp', '/var', '/var/lib', '/var/lib/app', '/var/lib/app/data', '/var/log'].sort(),
  );
});

test('counts a file with two names once in bytes, and finds the youngest', () => {
  linkSync(join(root, 'etc/passwd'), join(root, 'etc/other'));
  symlinkSync('nowhere', join(root, 'etc/link'));
  const now = Math.floor(Date.now() / 1000) + 500;
  utimesSync(join(root, 'etc'), now, now);
  expect(look(['/run'])).toMatchObject({ files: 4, bytes: 9, youngest: now });
});

test('the tree as before has nothing of what came later', () => {
  const tree = diskTree(root);
  const stage = lookAt(root, tree, ['/run/secrets']);
  write('etc/new', '');
  const before = asBefore(tree, stage);
  expect(before.readdir('/etc')).toEqual(['passwd']);
  expect(before.lstat('/etc/new')).toBeUndefined();
  expect(before.lstat('/run/secrets')).toBeUndefined();
  expect(before.lstat('/etc/passwd')?.size).toBe(4);
});

test('a changed file that is to be exported is a problem, and one that is not is none', () => {
  const stage = look();
  write('etc/passwd', 'toor');
  write('var/lib/app/data', '54321');
  expect(changes(root, stage, ['/', '/etc', '/etc/passwd', '/tmp'])).toEqual([
    {
      code: 'cannot-export',
      message: 'the commands changed "/etc/passwd", which must be exported unchanged',
      fix: 'let them work on a copy, or leave it out: --drop /etc/passwd',
    },
  ]);
});

test('so is another mode, and nothing that was only made in a folder', () => {
  const stage = look();
  write('etc/new', '');
  chmodSync(join(root, 'etc/passwd'), 0o600);
  const [problem, ...rest] = changes(root, stage, ['/etc', '/etc/passwd']);
  expect([problem?.message, rest]).toEqual([
    'the commands changed "/etc/passwd", which must be exported unchanged',
    [],
  ]);
});

test('a removed file is one too, unless it was scratch or state', () => {
  write('tmp/x', '');
  write('var/log/y', '');
  const stage = look();
  for (const path of ['tmp/x', 'var/log/y', 'var/lib/app/data', 'run/secrets/token'])
    rmSync(join(root, path));
  expect(changes(root, stage, [])).toEqual([
    {
      code: 'cannot-export',
      message: 'the commands removed "/var/lib/app/data"',
      fix: 'let them work on a copy',
    },
  ]);
});
