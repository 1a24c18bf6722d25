import { type BigIntStats, closeSync, constants, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { encodeName } from '../tree/names.ts';
import { byName } from '../tree/paths.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import { namesIn, targetOf } from './folder.ts';

/** DiskTree is a folder as a tree. Call `close` after the last read. */
export interface DiskTree extends Tree {
  close(): void;
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
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const descriptor = openSync(encodeName(at(path)), flags);
    open = { path, descriptor };
    return descriptor;
  };
  return {
    lstat: (path) => {
      const stats = canExist(path) ? lstatSync(encodeName(at(path)), { throwIfNoEntry: false }) : undefined;
      return stats && entryOf(stats);
    },
    readlink: (path) => targetOf(at(path)),
    readdir: (path) => namesIn(at(path)).sort(byName),
    read: (path, offset, length) => {
      const buffer = new Uint8Array(length);
      return buffer.subarray(0, readSync(descriptorOf(path), buffer, 0, length, offset));
    },
    close,
  };
}

/** Bytes of a name (NAME_MAX). */
const LONGEST_NAME = 255;

/**
 * Reports whether the kernel looks for a path at all. Package databases, traces and scripts may name others, which are not
 * there: lstat(2) fails with an error of its own.
 */
function canExist(path: string): boolean {
  // A character has at most three bytes for each of its units.
  const isShort = path.length * 3 <= LONGEST_NAME;
  if (!isShort && path.split('/').some((name) => Buffer.byteLength(encodeName(name)) > LONGEST_NAME))
    return false;
  return !path.includes('\0');
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
