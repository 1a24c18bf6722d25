import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { commandLine } from '../../imagefile/values/quote.ts';
import { nullDevice, PLAIN } from '../process.ts';

/** Who runs the commands, where, and with what. */
export interface Runner {
  readonly uid: number;
  /** The main one first. */
  readonly groups: readonly number[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A root for commands: the stage, or a copy of the export. */
export interface Root {
  /** Relative to the stage. */
  readonly at: string;
  /** Where src/steps/check.sh and its tools are, seen from within. */
  readonly tools: string;
}

/** A command as it is run once. */
export interface Run {
  readonly argv: readonly string[];
  /** Of strace; without any it does not run under strace. */
  readonly strace?: readonly string[];
  /** Whether it may fail, for which it leaves a file `failed`. */
  readonly pretends?: true;
  /** The folder that gets the trace, relative to the stage. It must not be there yet. */
  readonly traces: string;
}

/** The stage itself. */
export const STAGE: Root = { at: '.', tools: '/.mib/usr/lib/mib/tools' };

/** For src/steps/check.sh: a limit would be the build's. */
const NO_LIMIT = '0';

/** Runs a command below a root, with the output of this program as its own. @returns its status, as a shell counts */
export async function runIn(root: Root, runner: Runner, run: Run): Promise<number> {
  const folder = `${root.at}/.mib-trace`;
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  if (run.strace !== undefined) writeFileSync(`${folder}/options`, `${run.strace.join('\n')}\n`);
  const why = run.pretends ? ['trace', 'pretend'] : ['gate'];
  const check = [`${root.tools}/busybox`, 'sh', `${root.tools}/check`, ...why];
  const argv = [...check, 'run', NO_LIMIT, commandLine(run.argv)];
  const status = await ending(enter(root.at, runner, argv, 'inherit'));
  renameSync(folder, run.traces);
  return status;
}

/** Why strace cannot work here, if so: qemu-user knows no ptrace(2), and an engine may forbid it. */
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

/** Starts a program below another root than that of this program. */
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

/** Waits for the end of a program. @returns its status, as a shell counts */
async function ending(child: ChildProcess): Promise<number> {
  const [status] = await once(child, 'close');
  return typeof status === 'number' ? status : 129;
}
