import { lstatSync, lutimesSync, readdirSync, readFileSync } from 'node:fs';
import { diskTree } from './disk-tree.ts';
import { dateBytecode } from './prune/bytecode.ts';

/** What the settle step is asked. */
export interface SettleRequest {
  /** Seconds since 1970. */
  readonly epoch: number;
}

export interface Places {
  readonly request: string;
  readonly tree: string;
}

const PLACES: Places = { request: '/in/request.json', tree: '/tree' };

/**
 * The step `settle`, for a tree that is not pruned: nothing in it stays younger than the image, so that two builds have
 * the same times. What packages brought keeps its own time, unless it is younger.
 */
export async function clampMtimes({ request, tree: root }: Places = PLACES): Promise<number> {
  const { epoch }: SettleRequest = JSON.parse(readFileSync(request, 'utf8'));
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
