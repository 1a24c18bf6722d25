import { join, nameOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';

/** The folders of the system (FHS 3.0, chapters 3 to 5). Files outside that no package owns belong to the application. */
const SYSTEM =
  /^\/(?:usr(?!\/local(?:\/|$))|etc|var|bin|sbin|lib(?:32|64|x32|o32)?|boot|dev|proc|sys|run|tmp)(?:\/|$)/;
/** Shared folders of the system. As a working directory, they do not show where the application is. */
const SHARED =
  /^\/(?:[^/]*|usr\/[^/]+|var\/(?!www$)[^/]+|(?:dev|proc|sys)\/.*|var\/lib\/(?:dpkg|apt)(?:\/.*)?)$/s;

/** Reports whether a canonical path is in a folder of the system. */
export function isSystem(path: string): boolean {
  return SYSTEM.test(path);
}

/** Returns the canonical working directories in a folder of the system, such as `/var/www/html`: they hold an application. */
export function ownFolders(resolver: Resolver, folders: readonly string[]): readonly string[] {
  const found = folders.flatMap((folder) => resolver.follow(folder)?.path ?? []);
  return [...new Set(found)].filter(
    (path) => resolver.lstat(path)?.type === 'folder' && isSystem(path) && !SHARED.test(path),
  );
}

/** Reports whether a canonical path is outside the system's folders, or in one of `folders`. */
export function isOutside(path: string, folders: readonly string[]): boolean {
  return !isSystem(path) || folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/**
 * Returns the canonical paths outside the system's folders and in `folders`, each once, a folder before its contents. No
 * link is followed.
 */
export function outsideSystem(
  tree: Tree,
  resolver: Resolver,
  folders: readonly string[] = [],
): readonly string[] {
  const starts = tree.readdir('/').map((name) => join('/', name));
  const found = new Set<string>();
  const stack = [...starts.filter((path) => !isSystem(path)), '/usr/local', ...folders].reverse();
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    const type = resolver.lstat(path)?.type;
    if (type === undefined || nameOf(path) === '' || found.has(path)) continue;
    found.add(path);
    if (type !== 'folder') continue;
    for (const name of [...tree.readdir(path)].reverse()) stack.push(join(path, name));
  }
  return [...found];
}
