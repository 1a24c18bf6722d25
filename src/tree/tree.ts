import { byName, foldersAbove, join } from './paths.ts';

/** What lies at one path of the full tree; links are not followed. */
export interface Entry {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of a file. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** The same for every name of a file that has several. */
  readonly inode?: string;
}

/**
 * A tree to read from. Paths are absolute in it, and no component before the last is ever asked for through a link,
 * so an implementation on a disk cannot be led out of its root.
 */
export interface Tree {
  lstat(path: string): Entry | undefined;
  readlink(path: string): string;
  /** Names in a folder, sorted. */
  readdir(path: string): readonly string[];
  /** Part of a file; fewer bytes than asked where it ends. */
  read(path: string, offset: number, length: number): Uint8Array;
}

/** A whole small file as text; undefined where there is none, or a link on the way to it. */
export function readText(tree: Tree, path: string): string | undefined {
  const above = foldersAbove(path).reverse();
  const entry = above.every((folder) => tree.lstat(folder)?.type === 'folder') ? tree.lstat(path) : undefined;
  if (entry?.type !== 'file') return undefined;
  return new TextDecoder('utf-8').decode(tree.read(path, 0, entry.size));
}

/** Everything in a tree, sorted. */
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
