import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync } from 'node:fs';
import { DEFAULT_PATH } from '../imagefile/values/default-path.ts';
import { isFullDisk } from './full-disk.ts';

/** Outcome is the exit status and the output of a program. */
export interface Outcome {
  /** After a signal always 129, where a shell has 128 plus the signal's number. */
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Environment {
  readonly [name: string]: string;
}

/** The environment of every program that a step starts: none of the caller's variables, no translations. */
export const PLAIN: Environment = {
  LC_ALL: 'C.UTF-8',
  PATH: DEFAULT_PATH,
};

/** Streams are the environment and the files of a program, if they differ from the default. */
export interface Streams {
  readonly env?: Environment;
  /** Standard input; empty if absent. */
  readonly input?: Uint8Array;
  /** Descriptor for standard output, which is then not returned. */
  readonly file?: number;
}

/** Runs a program to its end. @throws if it cannot be started, or the disk is full */
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
    // A program that ends before it has read everything prints why on stderr.
    child.stdin?.on('error', () => undefined).end(input);
    child.on('error', fail);
    child.on('close', (code) => {
      const said = Buffer.concat(stderr).toString();
      // No step may take this for the program's answer.
      if (code !== 0 && isFullDisk(said)) fail(new Error(said.trim()));
      else done({ status: code ?? 129, stdout: Buffer.concat(stdout), stderr: said });
    });
  });
}

/** Runs a program and returns its standard output. @throws with its stderr if it fails */
export async function output(command: string, args: readonly string[]): Promise<Buffer> {
  const { status, stdout, stderr } = await run(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}: ${stderr.trim()}`);
  return stdout;
}

/** TooLarge reports that a file would have more than a number of bytes when it is decompressed. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** ulimit(1) counts in blocks of 512 bytes. */
const BLOCK = 512;

/**
 * Decompresses an `.xz` file into another; Node has no such decoder. The kernel ends it at `most` bytes, so that a file of
 * some kilobytes does not fill the disk.
 * @throws {TooLarge}
 */
export async function unxz(from: string, to: string, most: number): Promise<void> {
  const file = openSync(to, 'w');
  const limited = [
    '-c',
    'ulimit -f "$1" && exec xz --decompress --stdout --no-sparse --threads=0 -- "$2"',
    'unxz',
  ];
  const { status, stderr } = await run('sh', [...limited, `${Math.floor(most / BLOCK)}`, from], { file });
  const { size } = fstatSync(file);
  closeSync(file);
  if (status !== 0 && size >= most) throw new TooLarge(`more than ${most} bytes`);
  if (status !== 0) throw new Error(`${from}: ${stderr.trim()}`);
}

/** Runs a program with input from memory and output to an open file. @throws with its stderr if it fails */
export async function pipe(
  command: string,
  args: readonly string[],
  input: Uint8Array,
  file: number,
): Promise<void> {
  const { status, stderr } = await run(command, args, { input, file });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}: ${stderr.trim()}`);
}

/** Returns the null device. In an export it is the stage's: the root is the builder, which has no devices. */
export function nullDevice(): string {
  return existsSync('/dev/null') ? '/dev/null' : './dev/null';
}
