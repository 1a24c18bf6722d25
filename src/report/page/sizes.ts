import type { Entry } from '../../tree/tree.ts';

/** Sizes of files; a file with several hard links counts once. */
export interface Sizes {
  /** Bytes by path; 0 for other types, and for all hard links of a file but the first. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Additional hard links, each with the first one. */
  readonly twins: ReadonlyMap<string, string>;
}

/** @param entries entries of one tree, whose order decides which hard link is the first */
export function sizesOf(entries: Iterable<readonly [string, Entry]>): Sizes {
  const bytes = new Map<string, number>();
  const twins = new Map<string, string>();
  const first = new Map<string, string>();
  for (const [path, { type, size, inode }] of entries) {
    const known = inode === undefined ? undefined : first.get(inode);
    if (known !== undefined) twins.set(path, known);
    else if (inode !== undefined) first.set(inode, path);
    bytes.set(path, type === 'file' && known === undefined ? size : 0);
  }
  return { bytes, twins };
}
