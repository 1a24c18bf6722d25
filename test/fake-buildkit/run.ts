/** Runs a frontend as BuildKit does: a process whose stdin and stdout are the connection. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Received } from '../../src/llb/proto.ts';
import { type Handlers, serve } from './server.ts';

export interface Run {
  /** 0 for a success; null after a signal. */
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The requests of all calls of Return. */
  readonly returned: readonly Received<'ReturnRequest'>[];
  /** The events in order: names of calls, `Return answered`, `exit`. */
  readonly events: readonly string[];
  /** Milliseconds from the start of the process to its first byte, and from Return's answer to its end. */
  readonly firstByte: number;
  readonly ending: number;
  /** The first bytes that it wrote. */
  readonly head: Buffer;
}

export interface Start {
  readonly options?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly handlers?: Handlers;
  /** Returns a command to run instead of Node on this machine. */
  readonly command?: (environment: Readonly<Record<string, string>>) => readonly string[];
  /** Called with the running process. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

const WORKERS = '[{"id":"w1","platforms":[{"architecture":"amd64","os":"linux"}]}]';

/** Starts the program `file`, answers its calls, and waits until it exits. */
export async function run(
  file: string,
  { options = {}, environment = {}, handlers = {}, command, meanwhile }: Start = {},
): Promise<Run> {
  const events: string[] = [];
  const returned: Received<'ReturnRequest'>[] = [];
  const started = performance.now();
  let firstByte = Number.NaN;
  let answered = Number.NaN;
  const pairs = Object.entries(options).map(([key, value], n) => [
    `BUILDKIT_FRONTEND_OPT_${n}`,
    `${key}=${value}`,
  ]);
  const env = {
    BUILDKIT_SESSION_ID: 'session',
    BUILDKIT_WORKERS: WORKERS,
    ...Object.fromEntries(pairs),
    ...environment,
  };
  const [program = process.execPath, ...words] = command?.(env) ?? [process.execPath, file];
  const child = spawn(program, words, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: command === undefined ? { PATH: process.env.PATH, ...env } : process.env,
  });
  const ended = once(child, 'exit');
  const stderr: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text) => stderr.push(text));
  child.stdin.on('error', () => undefined);

  const output = new PassThrough();
  let head = Buffer.alloc(0);
  child.stdout.on('data', (bytes: Buffer) => {
    if (head.length === 0) firstByte = performance.now() - started;
    if (head.length < 64) head = Buffer.concat([head, bytes]).subarray(0, 64);
  });
  child.stdout.pipe(output);

  const stop = await serve(
    output,
    child.stdin,
    {
      ...handlers,
      async Return(request) {
        returned.push(request);
        const answer = (await handlers.Return?.(request)) ?? {};
        events.push('Return answered');
        answered = performance.now();
        return answer;
      },
    },
    (method) => events.push(method),
  );
  meanwhile?.(child);
  const [exitCode] = await ended;
  const ending = performance.now() - answered;
  events.push('exit');
  stop();
  return { exitCode, stderr: stderr.join(''), returned, events, firstByte, ending, head };
}
