import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import { STRACE_OPTIONS } from '../trace/calls.ts';
import { type CompileContext, common } from './context.ts';
import { treeMount } from './step-mounts.ts';

/** Where a check finds the options of strace and leaves its trace. */
export const TRACE = '/.mib-trace';

/** With this mount, a check runs under strace. */
export function traceFolder(context: CompileContext, options: readonly string[] = STRACE_OPTIONS): Mount {
  return { kind: 'bind', dest: TRACE, input: folder(context, options), selector: FOLDER, output: true };
}

/** A trace that a check left, for a step to read below `dest`. */
export function traceMount(dest: string, trace: Output): Mount {
  return treeMount(dest, trace, FOLDER);
}

const FOLDER = '/trace';

/**
 * A folder that every user may write to, with the options of strace in it. The daemon makes folders under its umask,
 * but gives copies the mode that is asked for.
 */
function folder(context: CompileContext, options: readonly string[]): Output {
  const settings = common(context, '[internal] folder for a trace');
  const data = new TextEncoder().encode(options.map((option) => `${option}\n`).join(''));
  const made = file(scratch, settings)
    .mkdir(FOLDER, { time: 0 })
    .mkfile(`${FOLDER}/options`, { data, time: 0 });
  return file(scratch, settings).copy(made.output(), FOLDER, FOLDER, { mode: 0o777, time: 0 }).output();
}
