import { file, type Mount, type Output, scratch } from '../llb/index.ts';
import { STRACE_OPTIONS } from '../trace/calls.ts';
import { type CompileContext, common } from './context.ts';
import { treeMount } from './step-mounts.ts';

/** The folder with strace's options for a check, which also receives the trace. */
export const TRACE = '/.mib-trace';

/** Returns the mount that makes a check run under strace. */
export function traceFolder(context: CompileContext, options: readonly string[] = STRACE_OPTIONS): Mount {
  return { kind: 'bind', dest: TRACE, input: folder(context, options), selector: FOLDER, output: true };
}

/** Mounts the trace of a check at `dest`. */
export function traceMount(dest: string, trace: Output): Mount {
  return treeMount(dest, trace, FOLDER);
}

const FOLDER = '/trace';

/**
 * Makes a folder with strace's options that every user may write to. The daemon applies its umask to a new folder, but
 * not to the mode of a copy.
 */
function folder(context: CompileContext, options: readonly string[]): Output {
  const settings = common(context, '[internal] folder for a trace');
  const data = new TextEncoder().encode(options.map((option) => `${option}\n`).join(''));
  const made = file(scratch, settings)
    .mkdir(FOLDER, { time: 0 })
    .mkfile(`${FOLDER}/options`, { data, time: 0 });
  return file(scratch, settings).copy(made.output(), FOLDER, FOLDER, { mode: 0o777, time: 0 }).output();
}
