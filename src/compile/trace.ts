import type { StartedCheck } from '../imagefile/spec.ts';
import type { Executed, Mount, Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import { checkArguments, checked } from '../protocol/check.ts';
import { STEPS } from '../protocol/steps.ts';
import { PRETENDING, tracePath, UNREAD, UNREAD_AT } from '../protocol/trace.ts';
import { PRETENDING_OPTIONS, STRACE_OPTIONS } from '../trace/calls.ts';
import { type CompileContext, inBuilder, inTree } from './context.ts';
import { requestMounts } from './requests.ts';
import { fileMount, outputMount, request, treeMount } from './step-mounts.ts';
import { TRACE, traceFolder, traceMount } from './trace-folder.ts';

/** Run is one run of a check under strace. */
interface Run {
  /** Unique; otherwise the daemon would merge two runs. */
  readonly word: string;
  readonly title: string;
  readonly options: readonly string[];
}

/** The first run. Only this one fails with the check, so it is reported once. */
const FIRST: Run = { word: 'first', title: '', options: STRACE_OPTIONS };

/** A second run, which shows which files differ from run to run. */
const AGAIN: Run = { word: 'again', title: ' again', options: STRACE_OPTIONS };

/** A run in which root keeps its user id: the kernel hides a process from strace after it has changed its user. */
const STAYING_ROOT: Run = { word: PRETENDING, title: ', staying root', options: PRETENDING_OPTIONS };

/**
 * A run as root, for an image that starts as another user. It ends at once unless the first run started a program that
 * gets rights from its file, which strace would take from it.
 */
const AS_ROOT: Run = { ...STAYING_ROOT, title: ', as root if a program needs its rights' };

/** The folder with the trace of the first run. */
const FIRST_TRACE = '/.mib-first';

/**
 * Traces the files that the checks use. Each check runs under strace in the full tree; its changes are discarded. The
 * result holds `events.json`. It has no times or process ids, so pruning is cached if the checks did the same as before.
 */
export function trace(
  context: CompileContext,
  tree: Output,
  checks: readonly StartedCheck[],
  process: Process,
): Output {
  const traced = checks.map((check) => traceCheck(context, tree, check, process));
  const { places } = STEPS.trace;
  const run = inBuilder(context, 'trace', {
    name: 'merge the traces of the checks',
    at: checks.map((check) => check.at),
    mounts: [
      request(context, 'trace', {
        workingDir: process.workingDir,
        checks: traced.map(({ check, traces }) => ({
          command: checked(check),
          runs: traces.map(({ word }) => word),
        })),
      }),
      treeMount(places.tree, tree),
      ...traced.flatMap(({ traces }, position) =>
        traces.map(({ word, trace }) => traceMount(tracePath(places.traces, position, word), trace)),
      ),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}

/** Started is a run, with its trace. */
interface Started {
  readonly word: string;
  readonly trace: Output;
}

/** The runs of a check. */
function traceCheck(context: CompileContext, tree: Output, check: StartedCheck, process: Process) {
  const start = (run: Run, mounts: readonly Mount[] = [], as = process): Started => ({
    word: run.word,
    trace: traceOnce(context, { tree, check, process: as, mounts }, run).output(TRACE),
  });
  const first = start(FIRST);
  const real = [first, start(AGAIN)];
  if (!/^(root|0)?(:|$)/.test(process.user)) {
    const mount = traceMount(FIRST_TRACE, first.trace);
    return { check, traces: [...real, start(AS_ROOT, [mount], { ...process, user: '0:0' })] };
  }
  const mount = fileMount(UNREAD_AT, unread(context, tree, check, process, real), `/${UNREAD}`);
  return { check, traces: [...real, start(STAYING_ROOT, [mount])] };
}

/** Finds out what strace could not read, and so whether the run that stays root is needed, and may fail. */
function unread(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
  traced: readonly Started[],
): Output {
  const { places } = STEPS.unread;
  const run = inBuilder(context, 'unread', {
    name: '[internal] see what strace could not read',
    at: [check.at],
    mounts: [
      request(context, 'unread', {
        command: checked(check),
        workingDir: process.workingDir,
        runs: traced.map(({ word }) => word),
      }),
      treeMount(places.tree, tree),
      ...traced.map(({ word, trace }) => traceMount(tracePath(places.traces, 0, word), trace)),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}

/** Traced is a check, with what it runs in. */
interface Traced {
  readonly tree: Output;
  readonly check: StartedCheck;
  readonly process: Process;
  readonly mounts: readonly Mount[];
}

function traceOnce(context: CompileContext, { tree, check, process, mounts }: Traced, run: Run): Executed {
  const settings = { isEmulated: context.standIns !== undefined, stopSignal: process.stopSignal };
  return inTree(context, tree, {
    name: `trace ${checked(check)}${run.title}`,
    args: ['/.mib/check', 'trace', run.word, ...checkArguments(check, settings)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    isAsked: true,
    mounts: [...requestMounts(context, check), traceFolder(context, run.options), ...mounts],
    at: [check.at],
  });
}
