import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import type { Prune } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import type { Pruned } from './prune.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/** Fails if the pruned tree is not the part of the full tree that the report describes. Runs beside the checks. */
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

/** Fails at the lines that bring files if one of these is for another machine, or needs a library that the full tree lacks. */
export function verifyLibraries(context: CompileContext, { report }: Pruned, { broughtAt }: Prune): Output[] {
  if (broughtAt === undefined) return [];
  const { places, order } = STEPS.libraries;
  const run = inBuilder(context, 'libraries', {
    name: 'look for libraries that the added files need',
    at: broughtAt,
    mounts: [treeMount(places.report, report), outputMount(order.passed)],
  });
  return [run.output(order.passed)];
}

/** Fails if the prune step found something suspicious and warnings count as errors. */
export function audit(context: CompileContext, { report }: Pruned, { strict }: Prune): Output[] {
  if (strict === undefined) return [];
  const { places, order } = STEPS.audit;
  const run = inBuilder(context, 'audit', {
    name: 'audit the image',
    ...(strict.at === undefined ? {} : { at: [strict.at] }),
    mounts: [treeMount(places.report, report), outputMount(order.passed)],
  });
  return [run.output(order.passed)];
}

/**
 * Returns the tree after a check that it has the user of the image. A user that the Imagefile declares is written as
 * numbers and need not be checked; any other name must come from a package.
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
