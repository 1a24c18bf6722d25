import { folderOf, join, nameOf } from './paths.ts';
import type { Entry, Tree } from './tree.ts';

/** Resolved is the result of walking a path. */
export interface Resolved {
  /** Without links, except possibly the last component. */
  readonly path: string;
  /** Links followed on the way, in order. */
  readonly links: readonly string[];
}

/** Resolver walks paths like the kernel, with the tree as root (path_resolution(7)). Results are cached. */
export interface Resolver {
  lstat(path: string): Entry | undefined;
  /** Resolves a path, except a link in its last component. */
  locate(path: string): Resolved | undefined;
  /** Resolves a path through all links. */
  follow(path: string): Resolved | undefined;
  /** Returns the canonical path of a regular file; undefined for anything else. */
  file(path: string): string | undefined;
}

/** The kernel's limit (MAXSYMLINKS). */
const MOST_LINKS = 40;
/** A path has at most 4096 bytes (PATH_MAX), and so has the text of a link in it. */
const LONGEST = 2 * 4096;

interface Budget {
  links: number;
}

export function resolverOf(tree: Pick<Tree, 'lstat' | 'readlink'>): Resolver {
  const entries = new Map<string, Entry | null>();
  const followed = new Map<string, Resolved | null>();
  const lstat = (path: string) => {
    const known = entries.get(path);
    if (known !== undefined) return known ?? undefined;
    const entry = tree.lstat(path);
    entries.set(path, entry ?? null);
    return entry;
  };

  const locate = (path: string, budget: Budget): Resolved | undefined => {
    if (path === '' || path === '/') return { path: '/', links: [] };
    const name = nameOf(path);
    const folder = follow(folderOf(path), budget);
    if (folder === undefined || lstat(folder.path)?.type !== 'folder') return undefined;
    if (name === '' || name === '.') return folder;
    if (name === '..') return { path: folderOf(folder.path), links: folder.links };
    const at = join(folder.path, name);
    return lstat(at) && { path: at, links: folder.links };
  };

  const follow = (path: string, budget: Budget): Resolved | undefined => {
    const known = followed.get(path);
    if (known !== undefined) return known ?? undefined;
    if (path.length > LONGEST) return undefined;
    // Folders come first, from the top: `locate` then asks for a known one, so a long path takes no more of the stack.
    for (const above of unknownAbove(path)) {
      if (follow(above, budget) !== undefined) continue;
      if (budget.links > 0) followed.set(path, null);
      return undefined;
    }
    const found = throughLink(locate(path, budget), budget);
    // Not cached: a walk that exceeded the link limit, since a shorter walk may succeed, and plain files, which a tree
    // may have by the million and which resolve quickly.
    const isPlain = found?.path === path && lstat(path)?.type === 'file';
    if (!isPlain && (found !== undefined || budget.links > 0)) followed.set(path, found ?? null);
    return found;
  };

  /** Yields the folders above a path that were not found before, the highest first: below a missing one, nothing is read. */
  function* unknownAbove(path: string): Generator<string> {
    if (followed.get(folderOf(path))) return;
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
      const above = path.slice(0, at);
      if (!followed.get(above)) yield above;
    }
  }

  const throughLink = (at: Resolved | undefined, budget: Budget): Resolved | undefined => {
    if (at === undefined || lstat(at.path)?.type !== 'link') return at;
    if (--budget.links <= 0) return undefined;
    const text = tree.readlink(at.path);
    const target = follow(text.startsWith('/') ? text : join(folderOf(at.path), text), budget);
    return target && { path: target.path, links: [...at.links, at.path, ...target.links] };
  };

  const walk =
    <T>(step: (path: string, budget: Budget) => T) =>
    (path: string) =>
      step(path, { links: MOST_LINKS });
  const followPath = walk(follow);
  return {
    lstat,
    locate: walk(locate),
    follow: followPath,
    file: (path) => {
      const found = followPath(path);
      return found && lstat(found.path)?.type === 'file' ? found.path : undefined;
    },
  };
}
