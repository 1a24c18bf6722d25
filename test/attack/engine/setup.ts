import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../reproduce/engine.ts';
import useEngine from '../../support/e2e/setup.ts';

/** Gigabytes of the disk that the engine keeps its data on. It is filled up, and takes only what is written. */
const DISK = 8;

/**
 * Starts an engine for the attacks, on a disk of its own: they fill it, and throw away its caches.
 * MIB_ATTACK_ENGINE names a folder in which one is left running, so that the next run is faster.
 */
export default function setup(): (() => void) | undefined {
  useEngine();
  const left = process.env.MIB_ATTACK_ENGINE;
  const folder = left ?? mkdtempSync(join(tmpdir(), 'mib-attack-'));
  if (!existsSync(join(folder, 'slot'))) {
    const disk = `${folder}.disk`;
    mkdirSync(folder, { recursive: true });
    execFileSync('truncate', ['--size', `${DISK}G`, disk]);
    execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', disk]);
    execFileSync('mount', ['-o', 'loop', disk, folder]);
  }
  const engine = startEngine(folder, 'mib/frontend debian:trixie-slim');
  process.env.DOCKER_HOST = engine.env.DOCKER_HOST;
  process.env.ATTACKED_DISK = folder;
  if (left !== undefined) return undefined;
  return () => {
    execFileSync('engine/down', { env: engine.env });
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
    rmSync(`${folder}.disk`);
  };
}
