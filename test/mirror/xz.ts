import { spawn } from 'node:child_process';

/** Runs xz on `input`: compresses it, or decompresses it with `-d`. */
export async function xz(input: Buffer, ...options: string[]): Promise<Buffer> {
  const child = spawn('xz', ['--threads=1', '--stdout', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new Error('the test mirror needs xz: apt-get install xz-utils', { cause })),
    );
    child.on('close', resolve);
  });
  // A child that stops early closes its input; its exit status is checked below.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const output: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => output.push(part));
  const status = await ended;
  if (status !== 0) throw new Error(`xz ended with status ${status}`);
  return Buffer.concat(output);
}
