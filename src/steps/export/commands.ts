import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import type { StartedCheck } from '../../imagefile/spec.ts';
import { checkArguments } from '../../protocol/check.ts';
import { wronglyAnswered } from '../../protocol/get.ts';
import { PRETENDING } from '../../protocol/trace.ts';
import { encodeName } from '../../tree/names.ts';
import { nullDevice, PLAIN } from '../process.ts';
import { placeRequests, removeScratch } from './requests.ts';

/** Runner says how commands run: user, working directory and environment. */
export interface Runner {
  readonly uid: number;
  /** The primary group first. */
  readonly groups: readonly number[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Set if the commands are emulated. */
  readonly isEmulated?: true;
}

/** Root is a root folder for commands: the stage, or a copy of the export. */
export interface Root {
  /** Relative to the stage. */
  readonly at: string;
  /** Folder of src/steps/check.sh and its tools, as seen inside the root. */
  readonly tools: string;
  /** The first argument of src/steps/check.sh. */
  readonly why: 'stage' | 'gate';
}

/** Run is one run of a check. */
export interface Run {
  readonly check: StartedCheck;
  /** Options of strace; absent for a run without strace. */
  readonly strace?: readonly string[];
  /** Set if it may fail; a failure then leaves a file `failed`. */
  readonly pretends?: true;
  /** The folder for the trace, relative to the stage. It must not exist. */
  readonly traces: string;
}

/** The stage itself. */
export const STAGE: Root = { at: '.', tools: '/.mib/usr/lib/mib/tools', why: 'stage' };

/** A stage does not know the stop signal of the image that it becomes. */
const STOP_SIGNAL = 'TERM';

/** Runs a check in a root; it writes to this program's output. @returns its exit status, as in a shell */
export async function runIn(root: Root, runner: Runner, run: Run): Promise<number> {
  const folder = `${root.at}/.mib-trace`;
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  if (run.strace !== undefined) writeFileSync(`${folder}/options`, encodeName(`${run.strace.join('\n')}\n`));
  placeRequests(root.at, run.check);
  const why = run.pretends ? ['trace', PRETENDING] : [root.why];
  const settings = { isEmulated: runner.isEmulated === true, stopSignal: STOP_SIGNAL };
  const check = [`${root.tools}/busybox`, 'sh', `${root.tools}/check`, ...why];
  const argv = [...check, ...checkArguments(run.check, settings)];
  const status = await ending(enter(root.at, runner, argv, 'inherit'));
  renameSync(folder, run.traces);
  removeScratch(root.at);
  return wronglyAnswered(status) === undefined ? status : 1;
}

/** Returns why strace cannot work here, if so: qemu-user does not support ptrace(2), and an engine may forbid it. */
export async function whyUntraceable(runner: Runner): Promise<'emulated' | 'forbidden' | undefined> {
  const strace = `${STAGE.tools}/strace`;
  const loader = [`${strace}/ld.so`, '--inhibit-cache', '--library-path', strace, `${strace}/strace`];
  const argv = [...loader, '--output=/dev/null', `${STAGE.tools}/busybox`, 'true'];
  const child = enter(STAGE.at, runner, argv, 'pipe');
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  if ((await ending(child)) === 0) return undefined;
  return said.includes('Function not implemented') ? 'emulated' : 'forbidden';
}

/** Starts a program with another root than this program's. */
function enter(
  root: string,
  runner: Runner,
  argv: readonly string[],
  stderr: 'inherit' | 'pipe',
): ChildProcess {
  const { uid, groups, folder } = runner;
  const environment = Object.entries(runner.environment).map(([name, value]) => `${name}=${value}`);
  const settings = [root, uid, groups.join(','), folder, environment.length].map(String);
  const input = openSync(nullDevice(), 'r');
  const child = spawn('perl', ['/usr/lib/mib/tools/enter', ...settings, ...environment, ...argv], {
    env: PLAIN,
    stdio: [input, 'inherit', stderr],
  });
  closeSync(input);
  return child;
}

/** Waits for a program to end. @returns its exit status, as in a shell */
async function ending(child: ChildProcess): Promise<number> {
  const [status] = await once(child, 'close');
  return typeof status === 'number' ? status : 129;
}
