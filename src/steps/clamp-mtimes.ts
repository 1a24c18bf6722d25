import { lstatSync, lutimesSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { encodeName } from '../tree/names.ts';
import { diskTree } from './disk-tree.ts';
import { entriesIn } from './folder.ts';
import { dateBytecode } from './prune/bytecode.ts';
import { readRequest } from './request.ts';

/**
 * Runs the step `settle` in a tree that is not pruned: clamps mtimes to the date of the image, so that two builds have
 * the same mtimes. Older files from packages keep theirs.
 */
export async function clampMtimes({ request, tree: root }: Places<'settle'>): Promise<number> {
  const { epoch } = readRequest<'settle'>(request);
  const paths = walk(root);
  const tree = diskTree(root);
  dateBytecode(tree, root, paths, epoch);
  tree.close();
  for (const path of ['', ...paths]) {
    const at = encodeName(root + path);
    if (lstatSync(at).mtimeMs > epoch * 1000) lutimesSync(at, epoch, epoch);
  }
  return 0;
}

function walk(root: string): string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesIn(root + folder)) {
      const path = `${folder}/${entry.name}`;
      paths.push(path);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return paths;
}
