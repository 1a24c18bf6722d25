import type { Places } from '../protocol/steps.ts';
import { messageOf } from '../prune/messages.ts';
import { checkHealthcheck } from '../prune/programs.ts';
import { entryProblems } from '../prune/prune.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/** Runs the step `entry`: fails if the entry or the health check's program is not in the tree. */
export async function entry(places: Places<'entry'>): Promise<number> {
  const request = readRequest<'entry'>(places.request);
  const { entry = [], healthcheck, environment, workingDir } = request;
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const problem = healthcheck && checkHealthcheck(tree, resolver, request, healthcheck);
  const problems = [
    ...entryProblems(tree, resolver, { entry, environment, workingDir }),
    ...(problem === undefined ? [] : [problem]),
  ];
  tree.close();
  return problems.length === 0 ? 0 : complain(problems.map(messageOf));
}
