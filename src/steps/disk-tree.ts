import {
  type BigIntStats,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { byName } from '../tree/paths.ts';
import type { Entry, Tree } from '../tree/tree.ts';

/** DiskTree is a folder as a tree. Call `close` after the last read. */
export interface DiskTree extends Tree {
  close(): void;
  /** Folders with names that are not UTF-8. No pattern can match such names, and they are not kept. */
  readonly unnamable: ReadonlySet<string>;
}

/** Opens a folder as a tree. */
export function diskTree(root: string): DiskTree {
  const at = (path: string) => (path === '/' ? root : root + path);
  // An ELF file is read in several small pieces, so the last file stays open.
  let open: { readonly path: string; readonly descriptor: number } | undefined;
  const close = () => {
    if (open !== undefined) closeSync(open.descriptor);
    open = undefined;
  };
  const descriptorOf = (path: string) => {
    if (open?.path === path) return open.descriptor;
    close();
    // The caller has seen a regular file. O_NONBLOCK: a FIFO in its place would block for ever.
    const descriptor = openSync(at(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    open = { path, descriptor };
    return descriptor;
  };
  const unnamable = new Set<string>();
  return {
    lstat: (path) => {
      const stats = lstatSync(at(path), { throwIfNoEntry: false });
      return stats && entryOf(stats);
    },
    readlink: (path) => readlinkSync(at(path)),
    readdir: (path) => {
      const names = readdirSync(at(path)).sort(byName);
      if (names.some((name) => name.includes('\ufffd'))) unnamable.add(path);
      return names.filter((name) => !name.includes('\ufffd'));
    },
    read: (path, offset, length) => {
      const buffer = new Uint8Array(length);
      return buffer.subarray(0, readSync(descriptorOf(path), buffer, 0, length, offset));
    },
    close,
    unnamable,
  };
}

function entryOf(stats: Stats): Entry {
  return {
    type: typeOf(stats),
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.isFile() ? stats.size : 0,
    mtime: Math.floor(stats.mtimeMs / 1000),
    ...(stats.nlink > 1 && stats.isFile() && { inode: `${stats.dev}:${stats.ino}` }),
  };
}

function typeOf(stats: Stats | BigIntStats): Entry['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}
