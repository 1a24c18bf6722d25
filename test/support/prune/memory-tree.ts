import { byName, folderOf, foldersAbove, nameOf } from '../../../src/tree/paths.ts';
import type { Entry, Tree } from '../../../src/tree/tree.ts';
import { type ElfShape, encodeElf } from '../elf/encode.ts';

/** An entry of a tree for tests. A plain string is a text file. */
export type Item = string | Stored;

export interface Stored {
  readonly entry: Entry;
  readonly bytes?: Uint8Array;
  readonly target?: string;
}

const PLAIN = { uid: 0, gid: 0, size: 0, mtime: 1000 };

export function text(content: string, changes: Partial<Entry> = {}): Stored {
  return bytes(new TextEncoder().encode(content), changes);
}

export function script(content: string): Stored {
  return text(content, { mode: 0o755 });
}

export function elf(shape: ElfShape, changes: Partial<Entry> = {}): Stored {
  return bytes(encodeElf(shape), { mode: 0o755, ...changes });
}

export function link(target: string): Stored {
  return { entry: { ...PLAIN, type: 'link', mode: 0o777 }, target };
}

export function folder(changes: Partial<Entry> = {}): Stored {
  return { entry: { ...PLAIN, type: 'folder', mode: 0o755, ...changes } };
}

export function bytes(content: Uint8Array, changes: Partial<Entry> = {}): Stored {
  return { entry: { ...PLAIN, type: 'file', mode: 0o644, size: content.length, ...changes }, bytes: content };
}

/**
 * Makes a tree in memory, with missing parent folders. It throws if a path leads through a
 * file, as a disk does, and also if it leads through a link.
 */
export function memoryTree(items: Readonly<Record<string, Item>>): Tree {
  const all = new Map<string, Stored>();
  for (const [path, item] of Object.entries(items)) {
    for (const above of foldersAbove(path)) if (!all.has(above)) all.set(above, folder());
    all.set(path, typeof item === 'string' ? text(item) : item);
  }
  const names = new Map<string, string[]>();
  for (const path of all.keys()) {
    if (path !== '/') names.set(folderOf(path), [...(names.get(folderOf(path)) ?? []), nameOf(path)]);
  }
  const get = (path: string) => {
    for (const above of path === '/' ? [] : foldersAbove(path)) {
      const type = all.get(above)?.entry.type ?? 'folder';
      if (type !== 'folder') throw new Error(`${path} was asked for through the ${type} ${above}`);
    }
    return all.get(path);
  };
  return {
    lstat: (path) => get(path)?.entry,
    readlink: (path) => get(path)?.target ?? '',
    readdir: (path) => (names.get(path) ?? []).sort(byName),
    read: (path, offset, length) => (get(path)?.bytes ?? new Uint8Array()).slice(offset, offset + length),
  };
}
