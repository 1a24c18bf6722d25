import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../reproduce/engine.ts';
import useEngine from '../../support/e2e/setup.ts';

/** Gigabytes of the disk that the engine keeps its data on. It is filled up, and takes only what is written. */
const DISK = 8;

/**
 * Starts an engine for the attacks, with a disk of its own: they fill it, throw away its caches and kill what it runs.
 * MIB_ATTACK_ENGINE names a folder in which one is left running, so that the next run is faster.
 */
export default function setup(): (() => void) | undefined {
  useEngine();
  const left = process.env.MIB_ATTACK_ENGINE;
  const folder = left ?? mkdtempSync(join(tmpdir(), 'mib-attack-'));
  const data = join(folder, 'data');
  if (!existsSync(data)) {
    const disk = join(folder, 'disk');
    mkdirSync(data, { recursive: true });
    execFileSync('truncate', ['--size', `${DISK}G`, disk]);
    execFileSync('mkfs.ext4', ['-q', disk]);
    execFileSync('mount', ['-o', 'loop', disk, data]);
  }
  const engine = startEngine(folder, 'mib/frontend debian:trixie-slim');
  process.env.DOCKER_HOST = engine.env.DOCKER_HOST;
  process.env.ATTACKED_DISK = data;
  if (left !== undefined) return undefined;
  return () => {
    execFileSync('engine/down', { env: engine.env });
    execFileSync('umount', [data]);
    engine.purge();
  };
}
