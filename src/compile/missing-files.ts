import type { StartedCheck } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Plan, Prune } from '../plan/plan.ts';
import { checked } from '../protocol/check.ts';
import { STEPS } from '../protocol/steps.ts';
import { EVENTS, tracePath } from '../protocol/trace.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { fileMount, outputMount, request, treeMount } from './step-mounts.ts';
import { traceMount } from './trace-folder.ts';

/** GateInputs are the trees and traces in which files are missed. */
export interface GateInputs {
  readonly full: Output;
  readonly image: Output;
  /** The files that the checks used in the full tree, as `trace` returns them. */
  readonly events: Output;
  /** The trace of each check in the image. */
  readonly traces: readonly Output[];
}

/** Fails if a check passed in the image but looked for a file that only the full tree has. */
export function findMissingFiles(
  context: CompileContext,
  plan: Pick<Plan, 'checks' | 'process'>,
  prune: Prune,
  judged: GateInputs,
): Output {
  const { places, order } = STEPS.missed;
  const run = inBuilder(context, 'missed', {
    name: 'look for files that the checks missed',
    at: plan.checks.map((check: StartedCheck) => check.at),
    mounts: [
      request(context, 'missed', {
        workingDir: plan.process.workingDir,
        commands: plan.checks.map(checked),
        drop: prune.request.drop.filter((pattern) => !pattern.startsWith('pkg:')),
      }),
      fileMount(places.events, judged.events, `/${EVENTS}`),
      treeMount(places.tree, judged.full),
      treeMount(places.image, judged.image),
      ...judged.traces.map((trace, position) => traceMount(tracePath(places.traces, position), trace)),
      outputMount(order.passed),
    ],
  });
  return run.output(order.passed);
}
