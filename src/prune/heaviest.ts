import { byName, folderOf, foldersAbove } from '../tree/paths.ts';

/** A file, or a folder with all that is in it. */
export interface Weight {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The largest files and whole folders among some paths: folders in which none of the others lies. Those of one size are
 * in the order of their names.
 * @param sizes canonical paths of files with their bytes
 * @param others canonical paths that no such folder may hold
 */
export function heaviest(sizes: ReadonlyMap<string, number>, others: Iterable<string>): readonly Weight[] {
  const mixed = new Set<string>(['/']);
  for (const path of others) {
    for (const folder of foldersAbove(path)) {
      if (mixed.has(folder)) break;
      mixed.add(folder);
    }
  }
  const found = new Map<string, Weight>();
  for (const [file, size] of sizes) {
    let path = file;
    for (let folder = folderOf(file); !mixed.has(folder); folder = folderOf(folder)) path = folder;
    const bytes = (found.get(path)?.bytes ?? 0) + size;
    found.set(path, { path, bytes });
  }
  return [...found.values()].sort((a, b) => b.bytes - a.bytes || byName(a.path, b.path));
}
