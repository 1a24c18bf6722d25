import type { Entry } from '../../tree/tree.ts';

/** How large files are, where a file with several names counts once. */
export interface Sizes {
  /** Bytes of a path; 0 for what is no file and for further names of one. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Further names of files, each with the first one. */
  readonly twins: ReadonlyMap<string, string>;
}

/** @param entries of one tree; the first name of a file is the one that comes first here */
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
