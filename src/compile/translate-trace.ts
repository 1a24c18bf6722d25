import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { EVENTS } from '../protocol/trace.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { fileMount, outputMount, request, treeMount } from './step-mounts.ts';

/** Watched is a tree in which the checks were traced. */
interface Watched {
  /** Debian's name for it. */
  readonly architecture: string;
  readonly full: Output;
  readonly events: Output;
}

/** Translates a trace from another platform's tree to one that cannot run here. The result holds `events.json`. */
export function translateTrace(context: CompileContext, plan: Plan, tree: Output, watched: Watched): Output {
  const from = watched.architecture;
  const { places } = STEPS.counterparts;
  const run = inBuilder(context, 'counterparts', {
    name: `translate the traces from ${from}`,
    at: plan.checks.map((check) => check.at),
    mounts: [
      request(context, 'counterparts', { from, to: plan.architecture }),
      treeMount(places.watched, watched.full),
      treeMount(places.tree, tree),
      fileMount(places.events, watched.events, `/${EVENTS}`),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}
