import { file, type Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompileContext, common } from './context.ts';
import { processOwner } from './owner.ts';

/**
 * Makes the folders that the program may write to, where the tree lacks them. A check finds them, and a tree that is kept whole has
 * them: the daemon would make its own, which belong to root.
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
      file(tree, common(context, `make ${folders.join(', ')}`)),
    )
    .output();
}
