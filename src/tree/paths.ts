/** Paths of the image: absolute, `/` between components, none at the end. */

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

/** The folders above a path, nearest first, down to `/`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let at = path; at !== '/'; ) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** The order of everything that mib writes: by code unit, whatever the locale. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
