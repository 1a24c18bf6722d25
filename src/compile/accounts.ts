import type { Output } from '../llb/index.ts';
import type { Account } from '../plan/accounts.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, request } from './step-mounts.ts';

/** Creates accounts in a tree. It runs in the builder, because the tree may have no programs. */
export function createAccounts(
  context: CompileContext,
  tree: Output,
  accounts: readonly Account[],
  epoch: number,
): Output {
  if (accounts.length === 0) return tree;
  const { places } = STEPS.accounts;
  const run = inBuilder(context, 'accounts', {
    name: 'create the accounts',
    mounts: [request(context, 'accounts', { accounts, epoch }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}
