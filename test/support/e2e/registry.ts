import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './docker.ts';

export interface Registry {
  /** E.g. `127.0.0.1:5000`. */
  readonly address: string;
  /** Also deletes its contents. */
  stop(): void;
}

/** Starts a registry on loopback for pushes and pulls: Debian's docker-registry, from the private engine. */
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
