import { lstatSync, lutimesSync, readdirSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { diskTree } from './disk-tree.ts';
import { dateBytecode } from './prune/bytecode.ts';
import { readRequest } from './request.ts';

/**
 * The step `settle`, for a tree that is not pruned: nothing in it stays younger than the image, so that two builds have
 * the same times. What packages brought keeps its own time, unless it is younger.
 */
export async function clampMtimes({ request, tree: root }: Places<'settle'>): Promise<number> {
  const { epoch } = readRequest<'settle'>(request);
  const paths = walk(root);
  const tree = diskTree(root);
  dateBytecode(tree, root, paths, epoch);
  tree.close();
  for (const path of ['', ...paths]) {
    if (lstatSync(root + path).mtimeMs > epoch * 1000) lutimesSync(root + path, epoch, epoch);
  }
  return 0;
}

function walk(root: string): string[] {
  const paths: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      paths.push(path);
      if (entry.isDirectory()) folders.push(path);
    }
  }
  return paths;
}
