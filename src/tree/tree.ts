import { byName, join } from './paths.ts';

/** Entry is the result of lstat for a path of the tree. */
export interface Entry {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits, including setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; only for files. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Equal for all hard links of a file. */
  readonly inode?: string;
}

/**
 * Tree is a read-only file tree. Paths are absolute. Callers pass no path with a link before its last component, so an
 * implementation on disk cannot leave its root.
 */
export interface Tree {
  lstat(path: string): Entry | undefined;
  readlink(path: string): string;
  /** Returns the names in a folder, sorted. */
  readdir(path: string): readonly string[];
  /** Reads part of a file; returns fewer bytes at its end. */
  read(path: string, offset: number, length: number): Uint8Array;
}

/** Returns all entries of a tree, sorted by path. */
export function entriesOf(tree: Tree): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const paths = ['/'];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const entry = tree.lstat(path);
    if (entry === undefined) continue;
    entries.set(path, entry);
    if (entry.type === 'folder') for (const name of tree.readdir(path)) paths.push(join(path, name));
  }
  return new Map([...entries].sort(([a], [b]) => byName(a, b)));
}
