import type { Check } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Plan, Prune } from '../plan/plan.ts';
import { checked } from './check-words.ts';
import { type CompileContext, inBuilder, request } from './context.ts';
import { traceMount } from './trace-folder.ts';

/** What the checks are judged by. */
export interface GateInputs {
  readonly full: Output;
  readonly image: Output;
  /** What they used in the full tree, as `trace` returns it. */
  readonly events: Output;
  /** The trace of each check in the image. */
  readonly traces: readonly Output[];
}

/** Fails where a check passed in the image but missed something there that it would have used. */
export function findMissingFiles(
  context: CompileContext,
  plan: Pick<Plan, 'checks' | 'process'>,
  prune: Prune,
  judged: GateInputs,
): Output {
  const run = inBuilder(context, {
    name: 'look for what the checks missed',
    args: ['mib', 'missed'],
    at: plan.checks.map((check: Check) => check.at),
    mounts: [
      request(context, 'missed', {
        workingDir: plan.process.workingDir,
        commands: plan.checks.map(checked),
        drop: prune.request.drop.filter((pattern) => !pattern.startsWith('pkg:')),
      }),
      {
        kind: 'bind',
        dest: '/in/events.json',
        input: judged.events,
        selector: '/events.json',
        readonly: true,
      },
      { kind: 'bind', dest: '/tree', input: judged.full, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/image', input: judged.image, readonly: true, contentCache: false },
      ...judged.traces.map((trace, position) => traceMount(`/in/traces/${position}`, trace)),
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
