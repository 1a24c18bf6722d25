import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../e2e/docker.ts';

/** Another engine, which shares nothing with the one in use but the kernel. */
export interface Engine {
  /** The environment in which docker asks it. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops it, and deletes all that it made. */
  purge(): void;
}

/** Makes a private engine in a folder of its own; it has an image of the one in use, and nothing else. */
export function startEngine(folder: string, image: string): Engine {
  const own = { ...process.env, MIB_ENGINE_DIR: folder };
  const run = (command: string) =>
    execFileSync(command, { env: own, stdio: ['ignore', 'inherit', 'inherit'], shell: true });
  run('engine/up');
  const settings = execFileSync('engine/env', { env: own, encoding: 'utf8' });
  const [, host] = /^export DOCKER_HOST='(.*)'$/m.exec(settings) ?? [];
  const env = { ...own, DOCKER_HOST: host };
  execFileSync('sh', ['-c', `docker save ${image} | DOCKER_HOST=${host} docker load`]);
  return { env, purge: () => run('engine/down --purge') };
}

export interface Registry {
  /** As `127.0.0.1:5000`. */
  readonly address: string;
  /** Deletes what it holds, too. */
  stop(): void;
}

/** A registry on loopback that takes and hands out: Debian's docker-registry, which lies in the private engine. */
export async function startRegistry(): Promise<Registry> {
  const root = mkdtempSync(join(tmpdir(), 'mib-registry-'));
  const address = `127.0.0.1:${await freePort()}`;
  const storage = join(root, 'storage');
  mkdirSync(storage);
  const config = join(root, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nhttp: {addr: "${address}"}\nstorage: {filesystem: {rootdirectory: ${storage}}}\n`,
  );
  const server = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
  await eventually(async () => {
    if (!(await fetch(`http://${address}/v2/`)).ok) throw new Error('the registry does not answer');
  });
  return {
    address,
    stop() {
      server.kill();
      rmSync(root, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
