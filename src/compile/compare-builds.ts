import type { Output } from '../llb/index.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, treeMount } from './step-mounts.ts';

/** Compares the trees of two builds of the same image. The result holds `differences.json`. */
export function compareTrees(context: CompileContext, first: Output, second: Output): Output {
  const { places } = STEPS.twice;
  const run = inBuilder(context, 'twice', {
    name: 'compare the two builds',
    mounts: [treeMount(places.first, first), treeMount(places.second, second), outputMount(places.out)],
  });
  return run.output(places.out);
}
