import { lstatSync } from 'node:fs';
import { encodeName, isText } from '../../tree/names.ts';
import { byName } from '../../tree/paths.ts';
import { entriesIn, type FolderEntry } from '../folder.ts';

/** Amount is the size of a tree. Folders do not count as files; a file with several hard links counts once in `bytes`. */
export interface Amount {
  readonly files: number;
  readonly bytes: number;
  /** The paths that are not UTF-8, if they were looked for. */
  readonly notUtf8?: readonly string[];
}

/** Counts a folder on disk. Memory holds only the names of folders that are still to visit, and of hard links. */
export function countTree(root: string): Amount {
  const seen = new Set<string>();
  const folders = [root];
  let files = 0;
  let bytes = 0;
  const notUtf8: string[] = [];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesIn(folder)) {
      const path = `${folder}/${entry.name}`;
      if (!isText(path)) notUtf8.push(path.slice(root.length));
      if (entry.isDirectory()) folders.push(path);
      else {
        files++;
        bytes += sizeOf(entry, path, seen);
      }
    }
  }
  return { files, bytes, notUtf8: notUtf8.sort(byName) };
}

function sizeOf(entry: FolderEntry, path: string, seen: Set<string>): number {
  const stats = entry.isFile() ? lstatSync(encodeName(path), { throwIfNoEntry: false }) : undefined;
  if (stats === undefined) return 0;
  if (stats.nlink > 1) {
    const inode = `${stats.dev}:${stats.ino}`;
    if (seen.has(inode)) return 0;
    seen.add(inode);
  }
  return stats.size;
}
