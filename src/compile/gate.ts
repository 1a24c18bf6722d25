import type { StartedCheck } from '../imagefile/spec.ts';
import type { Mount, Output } from '../llb/index.ts';
import type { Process } from '../plan/config.ts';
import { checkArguments, checked } from './check-words.ts';
import { type CompileContext, inTree } from './context.ts';
import { requestMounts, verdicts } from './requests.ts';
import { TRACE, traceFolder } from './trace-folder.ts';

/** What a check leaves in the tree that it ran in. */
export interface Gate {
  /** An empty folder, which exists only if the check succeeded. */
  readonly passed: Output;
  /** The same for each request of the check. */
  readonly answers: readonly Output[];
  /** What strace wrote about it. */
  readonly trace: Output;
}

/**
 * Runs a check in a tree, as the image's user, in its environment. What it writes there is thrown away.
 * @returns empty folders, which exist only if it succeeded
 */
export function gate(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
): readonly Output[] {
  const run = runCheck(context, tree, check, process, []);
  return [run.output(PASSED), ...verdicts(context, check, run)];
}

/** The same under strace. */
export function tracedGate(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
): Gate {
  const run = runCheck(context, tree, check, process, [traceFolder(context)]);
  return { passed: run.output(PASSED), answers: verdicts(context, check, run), trace: run.output(TRACE) };
}

const PASSED = '/.mib-passed';

function runCheck(
  context: CompileContext,
  tree: Output,
  check: StartedCheck,
  process: Process,
  mounts: readonly Mount[],
) {
  return inTree(context, tree, {
    name: `check ${checked(check)}`,
    args: ['/.mib/check', 'gate', ...checkArguments(context, check, process)],
    env: process.environment,
    cwd: process.workingDir,
    user: process.user,
    keep: false,
    isAsked: true,
    mounts: [{ kind: 'bind', dest: PASSED, output: true }, ...requestMounts(context, check), ...mounts],
    at: [check.at],
  });
}
