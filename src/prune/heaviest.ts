import { byName, folderOf, foldersAbove } from '../tree/paths.ts';

/** Weight is the size of a file, or of a folder with its contents. */
export interface Weight {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Returns the largest files and whole folders among some paths: folders that contain none of the others. Equal sizes are
 * sorted by name.
 * @param sizes canonical paths of files with their bytes
 * @param others canonical paths that no such folder may contain
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

/** Returns paths with their sizes, for a sentence. */
export function listed(weights: readonly Weight[]): string {
  return weights.map(({ path, bytes }) => `${path} (${megabytes(bytes)} MB)`).join(', ');
}

/** Returns a number of bytes in MB of 10^6. */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
}
