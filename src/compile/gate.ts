import type { StartedCheck } from '../imagefile/spec.ts';
import type { Mount, Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import { checkArguments, checked } from '../protocol/check.ts';
import { type CompileContext, inTree } from './context.ts';
import { requestMounts } from './requests.ts';
import { TRACE, traceFolder } from './trace-folder.ts';

/** Gate holds the outputs of a traced check. */
export interface Gate {
  /** Empty folder that exists only if the check succeeded. */
  readonly passed: Output;
  /** Folder with strace's output. */
  readonly trace: Output;
}

/**
 * Runs a check in a tree, with the image's user and environment. Changes to the tree are discarded.
 * @returns an empty folder, which exists only if it succeeded
 */
export function gate(context: CompileContext, tree: Output, check: StartedCheck, process: Process): Output {
  return runCheck(context, tree, check, process, []).output(PASSED);
}

/** Runs a check as `gate` does, under strace. */
export function tracedGate(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
): Gate {
  const run = runCheck(context, tree, check, process, [traceFolder(context)]);
  return { passed: run.output(PASSED), trace: run.output(TRACE) };
}

const PASSED = '/.mib-passed';

function runCheck(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
  mounts: readonly Mount[],
) {
  const settings = { isEmulated: context.standIns !== undefined, stopSignal: process.stopSignal };
  return inTree(context, tree, {
    name: `check ${checked(check)}`,
    args: ['/.mib/check', 'gate', ...checkArguments(check, settings)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    isAsked: true,
    mounts: [{ kind: 'bind', dest: PASSED, output: true }, ...requestMounts(context, check), ...mounts],
    at: [check.at],
  });
}
