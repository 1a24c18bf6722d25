import { file, type Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompileContext, common } from './context.ts';
import { processOwner } from './owner.ts';

/**
 * Makes missing folders that the program may write to, owned by its user. The daemon would make the working directory
 * itself, owned by root.
 */
export function makeFolders(
  context: CompileContext,
  tree: Output,
  { folders, process }: Pick<Plan, 'folders' | 'process'>,
  time: number,
): Output {
  if (folders.length === 0) return tree;
  const owner = processOwner(process.user, tree);
  return folders
    .reduce(
      (chain, path) => {
        const parent = path.slice(0, path.lastIndexOf('/'));
        const above = parent === '' ? chain : chain.mkdir(parent, { makeParents: true, time });
        return above.mkdir(path, { time, owner });
      },
      file(tree, common(context, `create ${folders.join(', ')}`)),
    )
    .output();
}
