import type { Check } from '../imagefile/spec.ts';
import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import type { Process } from '../plan/plan.ts';
import { STRACE_OPTIONS } from '../trace/calls.ts';
import { checkArguments, checked } from './gate.ts';
import { common, inBuilder, inTree, request, type Site } from './site.ts';

/** Each check runs that often. What not every run needs may be missing from a third. */
const RUNS = [1, 2];

/**
 * Sees what the checks use: each runs under strace in the full tree, every time on a layer of its own that is thrown
 * away. The result holds `events.json`, which has neither times nor process numbers in it, so that pruning is cached
 * when the checks did the same as before.
 */
export function trace(site: Site, tree: Output, checks: readonly Check[], process: Process): Output {
  const run = inBuilder(site, {
    name: 'read what the checks used',
    args: ['mib', 'trace'],
    at: checks.map((check) => check.at),
    mounts: [
      request(site, 'trace', {
        workingDir: process.workingDir,
        checks: checks.map((check) => ({ command: checked(check), runs: RUNS.length })),
      }),
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      ...checks.flatMap((check, position) =>
        RUNS.map(
          (number): Mount => ({
            kind: 'bind',
            dest: `/in/traces/${position}/${number - 1}`,
            input: traceOnce(site, tree, check, process, number),
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

function traceOnce(site: Site, tree: Output, check: Check, process: Process, number: number): Output {
  const run = inTree(site, tree, {
    name: `trace ${checked(check)}${number === 1 ? '' : ' again'}`,
    args: ['/.mib/check', 'trace', String(number), ...checkArguments(check, process.stopSignal)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    mounts: [{ kind: 'bind', dest: '/.mib-trace', input: folder(site), selector: FOLDER, output: true }],
    at: [check.at],
  });
  return run.output('/.mib-trace');
}

/**
 * A folder that every user may write to, with the options of strace in it. The daemon makes folders under its umask,
 * but gives copies the mode that is asked for.
 */
function folder(site: Site): Output {
  const settings = common(site, '[internal] folder for a trace');
  const data = new TextEncoder().encode(STRACE_OPTIONS.map((option) => `${option}\n`).join(''));
  const made = file(scratch, settings)
    .mkdir(FOLDER, { time: 0 })
    .mkfile(`${FOLDER}/options`, { data, time: 0 });
  return file(scratch, settings).copy(made.output(), FOLDER, FOLDER, { mode: 0o777, time: 0 }).output();
}
