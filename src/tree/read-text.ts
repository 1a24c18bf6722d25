import { decodeName } from './names.ts';
import { foldersAbove } from './paths.ts';
import type { Tree } from './tree.ts';

/** Reads a small file as text, decoded as a name is; undefined if it does not exist or a link leads to it. */
export function readText(tree: Tree, path: string): string | undefined {
  const above = foldersAbove(path).reverse();
  const entry = above.every((folder) => tree.lstat(folder)?.type === 'folder') ? tree.lstat(path) : undefined;
  if (entry?.type !== 'file') return undefined;
  return decodeName(tree.read(path, 0, entry.size));
}
