import { readFileSync } from 'node:fs';
import { entryProblems } from '../prune/prune.ts';
import type { PruneRequest } from '../prune/request.ts';
import { resolverOf } from '../prune/resolve.ts';
import { diskTree } from './prune/disk-tree.ts';
import { complain } from './prune.ts';

export interface Places {
  readonly request: string;
  readonly tree: string;
}

const PLACES: Places = { request: '/in/request.json', tree: '/tree' };

/** The step `entry`: fails where the entry is no program of the tree. */
export async function entry(places: Places = PLACES): Promise<number> {
  const request: Pick<PruneRequest, 'entry' | 'environment'> = JSON.parse(
    readFileSync(places.request, 'utf8'),
  );
  const tree = diskTree(places.tree);
  const problems = entryProblems(tree, resolverOf(tree), request);
  tree.close();
  return problems.length === 0 ? 0 : complain(problems);
}
