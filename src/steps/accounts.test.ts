import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accounts } from './accounts.ts';

let root: string;
let said: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-accounts-'));
  mkdirSync(join(root, 'tree'));
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

const OWN = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const NONROOT = { name: 'nonroot', ...OWN, home: '/home/nonroot' };
const EPOCH = 1_000_000_000;

function run(...all: readonly (typeof NONROOT)[]): Promise<number> {
  writeFileSync(join(root, 'request.json'), JSON.stringify({ accounts: all, epoch: EPOCH }));
  return accounts({ request: join(root, 'request.json'), tree: join(root, 'tree') });
}

function write(path: string, text: string): void {
  mkdirSync(join(root, 'tree', path, '..'), { recursive: true });
  writeFileSync(join(root, 'tree', path), text);
}

const read = (path: string) => readFileSync(join(root, 'tree', path), 'utf8');
const { uid, gid } = OWN;

test('an empty tree gets the files, and the home', async () => {
  expect(await run(NONROOT, { ...NONROOT, name: 'app', home: '/srv' })).toBe(0);
  expect(read('etc/passwd')).toBe(
    `nonroot:x:${uid}:${gid}::/home/nonroot:/usr/sbin/nologin\napp:x:${uid}:${gid}::/srv:/usr/sbin/nologin\n`,
  );
  expect(read('etc/group')).toBe(`nonroot:x:${gid}:\n`);
  expect(statSync(join(root, 'tree/home/nonroot')).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, 'tree/home')).mode & 0o777).toBe(0o755);
  expect(statSync(join(root, 'tree/etc/passwd')).mtimeMs).toBe(EPOCH * 1000);
  expect(said).toBe('');
});

test('what is there stays, and locked passwords go where there are any', async () => {
  write('etc/passwd', 'root:x:5:5:root:/root:/bin/sh');
  write('etc/group', `root:x:5:\nstaff:x:${gid}:\n`);
  write('etc/shadow', 'root:*:1::::::\n');
  write('etc/gshadow', 'root:*::\n');
  write('sbin/nologin', '');
  chmodSync(join(root, 'tree/etc/shadow'), 0o640);
  expect(await run(NONROOT)).toBe(0);
  expect(read('etc/passwd')).toBe(
    `root:x:5:5:root:/root:/bin/sh\nnonroot:x:${uid}:${gid}::/home/nonroot:/sbin/nologin\n`,
  );
  expect(read('etc/group')).toBe(`root:x:5:\nstaff:x:${gid}:\n`);
  expect(read('etc/shadow')).toBe('root:*:1::::::\nnonroot:!:11574::::::\n');
  expect(read('etc/gshadow')).toBe('root:*::\n');
  expect(statSync(join(root, 'tree/etc/shadow')).mode & 0o777).toBe(0o640);
  const before = read('etc/passwd');
  expect(await run(NONROOT)).toBe(0);
  expect(read('etc/passwd')).toBe(before);
});

test('an account of the name with other numbers is an error', async () => {
  write('etc/passwd', 'nonroot:x:7:8::/:/bin/sh\n');
  expect(await run(NONROOT)).toBe(1);
  expect(said).toBe(
    `the user "nonroot" must be ${uid}:${gid}, but the base image has nonroot:x:7:8::/:/bin/sh [invalid-value]\n`,
  );
});

test('nothing out of the tree is written, whatever links there are', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'mib-outside-'));
  symlinkSync(outside, join(root, 'tree/etc'));
  symlinkSync(`../../../../../..${outside}`, join(root, 'tree/home'));
  expect(await run(NONROOT)).toBe(1);
  expect(said).toBe('/etc of the base image is not a folder [invalid-value]\n');
  expect(statSync(outside).nlink).toBe(2);
  rmSync(outside, { recursive: true });
});

test('a file of accounts that is none is an error', async () => {
  mkdirSync(join(root, 'tree/etc/passwd'), { recursive: true });
  expect(await run(NONROOT)).toBe(1);
  expect(said).toBe('/etc/passwd of the base image is not a file [invalid-value]\n');
});
