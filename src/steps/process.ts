import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';

/** How a program ended, and what it said. */
export interface Outcome {
  /** 128 + number for one that a signal ended, as a shell counts; here always 129. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Environment {
  readonly [name: string]: string;
}

/** What every program of ours is started with: nothing of the caller's environment, and no translations. */
export const PLAIN: Environment = {
  LC_ALL: 'C.UTF-8',
  PATH: DEFAULT_PATH,
};

/** What a program is started with where it is not the usual. */
export interface Streams {
  readonly env?: Environment;
  /** Its standard input; else that is empty. */
  readonly input?: Uint8Array;
  /** An open file that its standard output goes to, instead of coming back. */
  readonly file?: number;
}

/** Runs a program to its end. @throws when it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  { env = PLAIN, input, file }: Streams = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, stdio: ['pipe', file ?? 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that ends before it has read all says why on stderr.
    child.stdin?.on('error', () => undefined).end(input);
    child.on('error', fail);
    child.on('close', (code) => {
      done({ status: code ?? 129, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** Its standard output, where nothing but success is expected. @throws with its own words when it fails. */
export async function output(command: string, args: readonly string[]): Promise<Buffer> {
  const { status, stdout, stderr } = await run(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}: ${stderr.trim()}`);
  return stdout;
}

/** Decompresses an `.xz` file into another; Node has no such decoder. */
export async function unxz(from: string, to: string): Promise<void> {
  const file = openSync(to, 'w');
  const { status, stderr } = await run('xz', ['--decompress', '--stdout', '--threads=0', from], { file });
  closeSync(file);
  if (status !== 0) throw new Error(`${from}: ${stderr.trim()}`);
}

/** Feeds a program from memory and sends its output to an open file. @throws with its own words when it fails. */
export async function pipe(
  command: string,
  args: readonly string[],
  input: Uint8Array,
  file: number,
): Promise<void> {
  const { status, stderr } = await run(command, args, { input, file });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}: ${stderr.trim()}`);
}

/** The null device. In an export the root is the builder's, which has no devices; the stage is the working directory. */
export function nullDevice(): string {
  return existsSync('/dev/null') ? '/dev/null' : './dev/null';
}
