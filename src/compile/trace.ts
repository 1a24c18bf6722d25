import type { Check } from '../imagefile/spec.ts';
import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import type { Process } from '../plan/plan.ts';
import { PRETENDING_OPTIONS, STRACE_OPTIONS } from '../trace/calls.ts';
import { checkArguments, checked } from './gate.ts';
import { common, inBuilder, inTree, request, type Site } from './site.ts';

/** A run of a check under strace. */
interface Run {
  /** A word of its own, or the daemon would take two runs for one. */
  readonly word: string;
  readonly title: string;
  readonly options: readonly string[];
}

/** What not every run needs may be missing from a third. */
const RUNS: readonly Run[] = [
  { word: '1', title: '', options: STRACE_OPTIONS },
  { word: '2', title: ' again', options: STRACE_OPTIONS },
];

/** Shows what root does after it has become somebody else, which no tracer may see. It may fail. */
const PRETENDING: Run = { word: 'pretend', title: ', staying root', options: PRETENDING_OPTIONS };

/**
 * Sees what the checks use: each runs under strace in the full tree, every time on a layer of its own that is thrown
 * away. The result holds `events.json`, which has neither times nor process numbers in it, so that pruning is cached
 * when the checks did the same as before.
 */
export function trace(site: Site, tree: Output, checks: readonly Check[], process: Process): Output {
  const runs = /^(root|0)?(:|$)/.test(process.user) ? [...RUNS, PRETENDING] : RUNS;
  const run = inBuilder(site, {
    name: 'read what the checks used',
    args: ['mib', 'trace'],
    at: checks.map((check) => check.at),
    mounts: [
      request(site, 'trace', {
        workingDir: process.workingDir,
        checks: checks.map((check) => ({ command: checked(check), runs: runs.map(({ word }) => word) })),
      }),
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      ...checks.flatMap((check, position) =>
        runs.map(
          (run): Mount => ({
            kind: 'bind',
            dest: `/in/traces/${position}/${run.word}`,
            input: traceOnce(site, tree, check, process, run),
            selector: FOLDER,
            readonly: true,
            contentCache: false,
          }),
        ),
      ),
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}

/** Where a trace is written. */
const FOLDER = '/trace';

function traceOnce(site: Site, tree: Output, check: Check, process: Process, run: Run): Output {
  const executed = inTree(site, tree, {
    name: `trace ${checked(check)}${run.title}`,
    args: ['/.mib/check', 'trace', run.word, ...checkArguments(check, process.stopSignal)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    mounts: [
      {
        kind: 'bind',
        dest: '/.mib-trace',
        input: folder(site, run.options),
        selector: FOLDER,
        output: true,
      },
    ],
    at: [check.at],
  });
  return executed.output('/.mib-trace');
}

/**
 * A folder that every user may write to, with the options of strace in it. The daemon makes folders under its umask,
 * but gives copies the mode that is asked for.
 */
function folder(site: Site, options: readonly string[]): Output {
  const settings = common(site, '[internal] folder for a trace');
  const data = new TextEncoder().encode(options.map((option) => `${option}\n`).join(''));
  const made = file(scratch, settings)
    .mkdir(FOLDER, { time: 0 })
    .mkfile(`${FOLDER}/options`, { data, time: 0 });
  return file(scratch, settings).copy(made.output(), FOLDER, FOLDER, { mode: 0o777, time: 0 }).output();
}
