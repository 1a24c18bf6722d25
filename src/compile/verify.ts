import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import type { Prune } from '../plan/plan.ts';
import { type CompileContext, inBuilder, request } from './context.ts';
import type { Pruned } from './prune.ts';

/** Fails where the pruned tree is not the part of the full one that the pruning says it is. Runs beside the checks. */
export function verify(context: CompileContext, full: Output, pruned: Pruned, plan: Prune): Output {
  const { environment, epoch } = plan.request;
  const run = inBuilder(context, {
    name: 'compare the image with the full tree',
    args: ['mib', 'verify'],
    at: plan.patternsAt,
    mounts: [
      request(context, 'verify', { environment, epoch }),
      { kind: 'bind', dest: '/tree', input: full, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/image', input: pruned.rootfs, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/in/report', input: pruned.report, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}

/** Fails where the pruning found something suspicious, if the Imagefile wants warnings to end the build. */
export function audit(context: CompileContext, { report }: Pruned, { strict }: Prune): Output[] {
  if (strict === undefined) return [];
  const run = inBuilder(context, {
    name: 'see that nothing is suspicious',
    args: ['mib', 'audit'],
    ...(strict.at === undefined ? {} : { at: [strict.at] }),
    mounts: [
      { kind: 'bind', dest: '/in/report', input: report, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return [run.output('/out')];
}

/**
 * The tree, once it is known to have the account that the image runs as. An account of the Imagefile has been made, and
 * is written as numbers; another name has to come from a package.
 */
export function verifyUser(context: CompileContext, tree: Output, { user, userAt }: Process): Output {
  if (/^\d*(?::\d+)?$/.test(user)) return tree;
  const run = inBuilder(context, {
    name: `find the user ${user}`,
    args: ['mib', 'user'],
    ...(userAt === undefined ? {} : { at: [userAt] }),
    mounts: [request(context, 'user', { user }), { kind: 'bind', dest: '/tree', input: tree, output: true }],
  });
  return run.output('/tree');
}
