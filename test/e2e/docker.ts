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

/** Runs docker to its end, whatever that is. */
export function docker(args: readonly string[], options: SpawnOptions & { input?: string } = {}): Promise<Outcome> {
  const child = spawn('docker', args, { ...options, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  child.stdin?.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, stdout, stderr }));
  });
}

/** As `docker`, but it must succeed. */
export async function dockerOk(args: readonly string[]): Promise<Outcome> {
  const outcome = await docker(args);
  if (outcome.status !== 0) throw new Error(`docker ${args.join(' ')}\n${outcome.stderr}`);
  return outcome;
}

/** `docker buildx build` with plain progress, so that its output can be read. */
export function build(context: string, ...args: readonly string[]): Promise<Outcome> {
  return docker(['buildx', 'build', '--progress=plain', '--provenance=false', ...args, context]);
}

export async function buildOk(context: string, ...args: readonly string[]): Promise<Outcome> {
  const outcome = await build(context, ...args);
  if (outcome.status !== 0) throw new Error(outcome.stderr);
  return outcome;
}

/** A folder that lives as long as the test, with these files in it. */
export function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'mib-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** Starts a container; it is gone when the test ends. @returns its id */
export async function start(...args: readonly string[]): Promise<string> {
  const { stdout } = await dockerOk(['run', '--detach', ...args]);
  const id = stdout.trim();
  onTestFinished(async () => void (await docker(['rm', '--force', id])));
  return id;
}

/** Names of the steps that ran, and of those that came from the cache, as plain progress shows them. */
export function steps(progress: string): { ran: string[]; cached: string[] } {
  const names = new Map<string, string>();
  const cached = new Set<string>();
  const ran = new Set<string>();
  for (const line of progress.split('\n')) {
    const [, id = '', rest = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (rest === 'CACHED') cached.add(id);
    else if (rest.startsWith('DONE')) ran.add(id);
    else if (!names.has(id)) names.set(id, rest);
  }
  const named = (ids: Set<string>) => [...ids].map((id) => names.get(id) ?? '').filter((name) => name !== '');
  return { ran: named(ran), cached: named(cached) };
}
