import type { Output } from '../llb/index.ts';
import type { Account } from '../plan/accounts.ts';
import { type CompileContext, inBuilder, request } from './context.ts';

/** Creates the accounts in a tree that may hold no programs, which is why none of its own does it. */
export function createAccounts(
  context: CompileContext,
  tree: Output,
  accounts: readonly Account[],
  epoch: number,
): Output {
  if (accounts.length === 0) return tree;
  const run = inBuilder(context, {
    name: 'create the accounts',
    args: ['mib', 'accounts'],
    mounts: [
      request(context, 'accounts', { accounts, epoch }),
      { kind: 'bind', dest: '/tree', input: tree, output: true },
    ],
  });
  return run.output('/tree');
}
