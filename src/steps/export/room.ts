import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { entriesOf } from '../../tree/tree.ts';
import { diskTree } from '../disk-tree.ts';
import { output } from '../process.ts';
import { copyTree } from '../prune/copy.ts';
import type { Root } from './commands.ts';

/** The devices of every container (OCI runtime specification, "Default Devices"): name, major, minor. */
const DEVICES = [
  ['null', 1, 3],
  ['zero', 1, 5],
  ['full', 1, 7],
  ['random', 1, 8],
  ['urandom', 1, 9],
  ['tty', 5, 0],
] as const;

/** Files that a container's runtime mounts, and its links in /dev to /proc (OCI runtime specification). */
const MOUNTED = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf'];
const LINKS = {
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
};

const TOOLS = '/usr/lib/mib/tools';

/**
 * Makes a copy of an export at `at` in which commands can run. It has a container's devices and name resolution, but no
 * /proc and no /sys, which would need a mount. The copy is discarded, with everything that commands write.
 */
export async function makeRoom(rootfs: string, at: string): Promise<Root> {
  await copyAll(rootfs, at);
  await copyAll(TOOLS, `${at}/.mib`);
  for (const [name, major, minor] of DEVICES) {
    const file = `${at}/dev/${name}`;
    rmSync(file, { force: true });
    await output(`${TOOLS}/busybox`, ['mknod', '-m', '666', file, 'c', String(major), String(minor)]);
  }
  mkdirSync(`${at}/dev/shm`, { recursive: true });
  chmodSync(`${at}/dev/shm`, 0o1777);
  for (const [name, target] of Object.entries(LINKS)) symlinkSync(target, `${at}/dev/${name}`);
  for (const path of MOUNTED.filter((each) => existsSync(`.${each}`))) {
    rmSync(at + path, { force: true });
    writeFileSync(at + path, readFileSync(`.${path}`));
  }
  return { at, tools: '/.mib', why: 'gate' };
}

function copyAll(from: string, to: string): Promise<void> {
  mkdirSync(to);
  const tree = diskTree(from);
  const paths = [...entriesOf(tree).keys()];
  tree.close();
  return copyTree(from, to, paths, ANY_TIME);
}

/** Later than the mtime of any file. */
const ANY_TIME = 2 ** 32;
