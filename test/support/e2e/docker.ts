import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings extends SpawnOptions {
  /** Standard input. */
  readonly input?: string | Buffer;
}

/** Runs docker to its end, successful or not. */
export function docker(args: readonly string[], settings: Settings = {}): Promise<Outcome> {
  return run('docker', args, settings);
}

/** Runs a program to its end, successful or not. */
export function run(
  program: string,
  args: readonly string[],
  { input = '', ...options }: Settings = {},
): Promise<Outcome> {
  const child = spawn(program, args, { ...options, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  // A program that fails early does not read its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, stdout, stderr }));
  });
}

/** Runs docker, which must succeed. */
export async function dockerOk(args: readonly string[], settings: Settings = {}): Promise<Outcome> {
  const outcome = await docker(args, settings);
  if (outcome.status !== 0) throw new Error(`docker ${args.join(' ')}\n${outcome.stderr}`);
  return outcome;
}

/** The arguments of a build with plain progress, whose output can be parsed. */
export const BUILD = ['buildx', 'build', '--progress=plain'] as const;

/** Builds the `Imagefile` of a folder, without attestations. */
export function build(context: string, ...args: readonly string[]): Promise<Outcome> {
  return docker([...BUILD, '--provenance=false', '--file', join(context, 'Imagefile'), ...args, context]);
}

/** Builds as `build` does; must succeed. */
export async function buildOk(context: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await build(context, ...args);
  if (outcome.status !== 0) throw new Error(outcome.stderr);
  return outcome;
}

/** Makes an empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'mib-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Makes a folder with these files that is removed after the test. */
export function folder(files: Readonly<Record<string, string>>): string {
  const path = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** Starts a container that is removed after the test. @returns its id */
export async function start(...args: readonly string[]): Promise<string> {
  const { stdout } = await dockerOk(['run', '--detach', ...args]);
  const id = stdout.trim();
  onTestFinished(async () => void (await docker(['rm', '--force', id])));
  return id;
}

/** Returns the address of a container's published port, e.g. `127.0.0.1:32768`. */
export async function published(container: string, port: string): Promise<string> {
  const { stdout } = await dockerOk(['port', container, port]);
  return stdout.trim();
}

/** Retries until it succeeds, for at most ten seconds. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
