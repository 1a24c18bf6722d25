import { readFileSync } from 'node:fs';
import { messageOf } from '../prune/messages.ts';
import { checkHealthcheck } from '../prune/programs.ts';
import { entryProblems } from '../prune/prune.ts';
import type { PruneRequest } from '../prune/request.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { complain } from './say.ts';

/** What the step is asked: what the image starts, or what its health check starts. */
export interface EntryRequest extends Pick<PruneRequest, 'environment' | 'workingDir'> {
  readonly entry?: readonly string[];
  readonly healthcheck?: readonly string[];
}

export interface Places {
  readonly request: string;
  readonly tree: string;
}

const PLACES: Places = { request: '/in/request.json', tree: '/tree' };

/** The step `entry`: fails where what is to be started is no program of the tree. */
export async function entry(places: Places = PLACES): Promise<number> {
  const request: EntryRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  const { entry = [], healthcheck, environment } = request;
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const problem = healthcheck && checkHealthcheck(tree, resolver, request, healthcheck);
  const problems = [
    ...entryProblems(tree, resolver, { entry, environment }),
    ...(problem === undefined ? [] : [problem]),
  ];
  tree.close();
  return problems.length === 0 ? 0 : complain(problems.map(messageOf));
}
