import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker, dockerOk, type Outcome } from '../support/e2e/docker.ts';

export interface Engine {
  /** As in `DOCKER_HOST`. */
  readonly host: string;
  end(): Promise<void>;
}

/** A second engine, which cannot run a program of another architecture; with the frontend of the first. */
export async function startWithoutEmulation(): Promise<Engine> {
  const home = mkdtempSync(join(tmpdir(), 'mib-'));
  const daemon = spawn('engine/without-emulation', [home], { stdio: 'ignore' });
  const ended = new Promise((done) => daemon.on('exit', done));
  const host = `unix://${home}/docker.sock`;
  const end = async () => {
    daemon.kill();
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  while (!existsSync(`${home}/docker.sock`) || (await on(host, ['version'])).status !== 0) {
    if (daemon.exitCode !== null) throw new Error('engine/without-emulation ended');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const archive = join(home, 'frontend.tar');
  await dockerOk(['save', '--output', archive, 'mib/frontend']);
  await on(host, ['load', '--input', archive]);
  return { host, end };
}

/** Runs docker on another engine to its end, whatever that is. */
export function on(host: string, args: readonly string[]): Promise<Outcome> {
  return docker(args, { env: { ...process.env, DOCKER_HOST: host } });
}
