import { lstatSync, type Stats } from 'node:fs';
import { encodeName } from '../../tree/names.ts';
import { join } from '../../tree/paths.ts';
import type { DiskTree } from '../disk-tree.ts';
import type { Amount } from '../prune/count.ts';

/** Stage describes the stage before any command ran in it. */
export interface Stage extends Amount {
  /** The metadata of each path, as one string. */
  readonly paths: ReadonlyMap<string, string>;
  /** The latest mtime, in seconds since 1970. */
  readonly youngest: number;
}

/** Returns the mount points in a /proc/PID/mountinfo (proc_pid_mountinfo(5)), except `/`. */
export function mountPoints(mountinfo: string): readonly string[] {
  const plain = (text: string) =>
    text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
  return mountinfo
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map(plain)
    .filter((path) => path !== '/');
}

/**
 * Examines everything below `root` except mounts, which are not part of the stage: secrets, caches, the container's own
 * files.
 */
export function lookAt(root: string, tree: DiskTree, mounted: readonly string[]): Stage {
  const paths = new Map<string, string>();
  const foreign = new Set(mounted);
  const inodes = new Set<string>();
  let [files, bytes, youngest] = [0, 0, 0];
  const folders = ['/'];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (folder === '/') paths.set('/', stateOf(lstatSync(root)));
    for (const name of tree.readdir(folder)) {
      const path = join(folder, name);
      const stats = foreign.has(path) ? undefined : lstatSync(encodeName(root + path));
      if (stats === undefined) continue;
      paths.set(path, stateOf(stats));
      youngest = Math.max(youngest, Math.floor(stats.mtimeMs / 1000));
      if (stats.isDirectory()) folders.push(path);
      else files++;
      const inode = `${stats.dev}:${stats.ino}`;
      if (stats.isFile() && !inodes.has(inode)) bytes += stats.size;
      if (stats.isFile() && stats.nlink > 1) inodes.add(inode);
    }
  }
  return { paths, files, bytes, youngest };
}

/** Returns the metadata that shows changes to a file. The mtime of a folder is left out: programs may make files in it. */
function stateOf(stats: Stats): string {
  const { mode, uid, gid, size, mtimeMs } = stats;
  return (stats.isDirectory() ? [mode, uid, gid] : [mode, uid, gid, size, mtimeMs]).join(' ');
}

/** Returns the tree without paths that were added since. */
export function asBefore(tree: DiskTree, { paths }: Stage): DiskTree {
  return {
    ...tree,
    lstat: (path) => (paths.has(path) ? tree.lstat(path) : undefined),
    readdir: (folder) => tree.readdir(folder).filter((name) => paths.has(join(folder, name))),
  };
}

/** Reports whether a path has changed since. */
export function isChanged(root: string, { paths }: Stage, path: string): boolean {
  const stats = lstatSync(encodeName(root + path), { throwIfNoEntry: false });
  return paths.get(path) !== (stats && stateOf(stats));
}
