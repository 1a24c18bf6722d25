/** Paths of the image are absolute, without a trailing slash. */

/** `/a/b` → `/a`; `/a` and `/` → `/`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** `/a/b` → `b`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Returns the folders above a path, nearest first, up to `/`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = path; at !== '/'; ) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** Compares by code unit, the order of everything that mib writes, whatever the locale. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
