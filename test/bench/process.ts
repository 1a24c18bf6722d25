import { spawn } from 'node:child_process';

export interface Finished {
  /** From the start of the program to its end, by a clock that is never set back. */
  readonly seconds: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, which must be a good one. `explain` makes the message of a bad one from its stderr. */
export function run(
  program: string,
  args: readonly string[],
  explain: (stderr: string) => string = (stderr) => stderr,
): Promise<Finished> {
  const start = process.hrtime.bigint();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (status === 0) done({ seconds, stdout, stderr });
      else fail(new Error(`${program} ${args.join(' ')}\n${explain(stderr)}`));
    });
  });
}

/** Whether a program starts at all. */
export function exists(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    () => false,
  );
}
