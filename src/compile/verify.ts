import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import type { Prune } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import type { Pruned } from './prune.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/** Fails where the pruned tree is not the part of the full one that the pruning says it is. Runs beside the checks. */
export function verify(context: CompileContext, full: Output, pruned: Pruned, plan: Prune): Output {
  const { environment, epoch } = plan.request;
  const { places, order } = STEPS.verify;
  const run = inBuilder(context, 'verify', {
    name: 'compare the image with the full tree',
    at: plan.patternsAt,
    mounts: [
      request(context, 'verify', { environment, epoch }),
      treeMount(places.tree, full),
      treeMount(places.image, pruned.rootfs),
      treeMount(places.report, pruned.report),
      outputMount(order.passed),
    ],
  });
  return run.output(order.passed);
}

/** Fails where the pruning found something suspicious, if the Imagefile wants warnings to end the build. */
export function audit(context: CompileContext, { report }: Pruned, { strict }: Prune): Output[] {
  if (strict === undefined) return [];
  const { places, order } = STEPS.audit;
  const run = inBuilder(context, 'audit', {
    name: 'see that nothing is suspicious',
    ...(strict.at === undefined ? {} : { at: [strict.at] }),
    mounts: [treeMount(places.report, report), outputMount(order.passed)],
  });
  return [run.output(order.passed)];
}

/**
 * The tree, once it is known to have the account that the image runs as. An account of the Imagefile has been made, and
 * is written as numbers; another name has to come from a package.
 */
export function verifyUser(context: CompileContext, tree: Output, { user, userAt }: Process): Output {
  if (/^\d*(?::\d+)?$/.test(user)) return tree;
  const { places } = STEPS.user;
  const run = inBuilder(context, 'user', {
    name: `find the user ${user}`,
    ...(userAt === undefined ? {} : { at: [userAt] }),
    mounts: [request(context, 'user', { user }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}
