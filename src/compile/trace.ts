import type { StartedCheck } from '../imagefile/spec.ts';
import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import { STEPS } from '../protocol/steps.ts';
import { PRETENDING, tracePath } from '../protocol/trace.ts';
import { PRETENDING_OPTIONS, STRACE_OPTIONS } from '../trace/calls.ts';
import { checkArguments, checked } from './check-words.ts';
import { type CompileContext, inBuilder, inTree } from './context.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';
import { TRACE, traceFolder, traceMount } from './trace-folder.ts';

/** A run of a check under strace. */
interface Run {
  /** A word of its own, or the daemon would take two runs for one. */
  readonly word: string;
  readonly title: string;
  readonly options: readonly string[];
}

/** What not every run needs may be missing from a third. Only the first fails with the check, so that it is reported once. */
const RUNS: readonly Run[] = [
  { word: 'first', title: '', options: STRACE_OPTIONS },
  { word: 'again', title: ' again', options: STRACE_OPTIONS },
];

/** Shows what root does after it has become somebody else, which no tracer may see. */
const STAYING_ROOT: Run = { word: PRETENDING, title: ', staying root', options: PRETENDING_OPTIONS };

/**
 * Sees what the checks use: each runs under strace in the full tree, every time on a layer of its own that is thrown
 * away. The result holds `events.json`, which has neither times nor process numbers in it, so that pruning is cached
 * when the checks did the same as before.
 */
export function trace(
  context: CompileContext,
  tree: Output,
  checks: readonly StartedCheck[],
  process: Process,
): Output {
  const runs = /^(root|0)?(:|$)/.test(process.user) ? [...RUNS, STAYING_ROOT] : RUNS;
  const { places } = STEPS.trace;
  const run = inBuilder(context, 'trace', {
    name: 'read what the checks used',
    at: checks.map((check) => check.at),
    mounts: [
      request(context, 'trace', {
        workingDir: process.workingDir,
        checks: checks.map((check) => ({ command: checked(check), runs: runs.map(({ word }) => word) })),
      }),
      treeMount(places.tree, tree),
      ...checks.flatMap((check, position) =>
        runs.map((run) =>
          traceMount(
            tracePath(places.traces, position, run.word),
            traceOnce(context, tree, check, process, run),
          ),
        ),
      ),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}

function traceOnce(context: CompileContext, tree: Output, check: StartedCheck, process: Process, run: Run): Output {
  const executed = inTree(context, tree, {
    name: `trace ${checked(check)}${run.title}`,
    args: ['/.mib/check', 'trace', run.word, ...checkArguments(context, check, process)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    isAsked: true,
    mounts: [traceFolder(context, run.options)],
    at: [check.at],
  });
  return executed.output(TRACE);
}
