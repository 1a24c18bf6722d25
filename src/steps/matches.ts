import { posix } from 'node:path';
import type { Places } from '../protocol/steps.ts';
import { matcher } from '../tree/glob.ts';
import type { Tree } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/** Runs the step `matches`: fails if no file of a source matches a glob of `fetch`. */
export async function matches(places: Places<'matches'>): Promise<number> {
  const { glob, folder } = readRequest<'matches'>(places.request);
  const isMatch = matcher([posix.join(folder, glob)]);
  const tree = diskTree(places.tree);
  const isFound = hasMatch(tree, folder, isMatch);
  tree.close();
  if (isFound) return 0;
  const message = `no file of the source matches "${glob}", or an ignore file excludes it`;
  return complain([{ code: 'missing-context-file', message }]);
}

function hasMatch(tree: Tree, folder: string, isMatch: (path: string) => boolean): boolean {
  return tree.readdir(folder).some((name) => {
    const path = posix.join(folder, name);
    return isMatch(path) || (tree.lstat(path)?.type === 'folder' && hasMatch(tree, path, isMatch));
  });
}
