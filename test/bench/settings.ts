import { resolve } from 'node:path';
import { docker } from './docker.ts';
import type { Part } from './part.ts';

/** How often each build is measured: `RUNS`, else five times. */
export function readRuns(): number {
  const { RUNS: text = '5' } = process.env;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`RUNS must be a number from 1 on, not "${text}"`);
  return Number(text);
}

/** Which parts are measured: `PARTS`, by their names, else all. */
export function readParts(all: readonly Part[]): readonly Part[] {
  const names = process.env.PARTS?.split(' ') ?? all.map(({ name }) => name);
  return names.map((name) => {
    const part = all.find((one) => one.name === name);
    if (part === undefined)
      throw new Error(`PARTS knows ${all.map((one) => one.name).join(', ')}, not "${name}"`);
    return part;
  });
}

/** Cold builds empty the build cache. That of a Docker which has other work to do is not ours to empty. */
export function refuseForeignEngine(): void {
  const { DOCKER_HOST, MIB_ENGINE_DIR = '.engine', BENCH_PRUNE } = process.env;
  if (DOCKER_HOST === `unix://${resolve(MIB_ENGINE_DIR)}/run/docker.sock` || BENCH_PRUNE === '1') return;
  throw new Error(
    'this empties the whole build cache of your Docker, many times.\n' +
      'Either use the private engine: engine/up && eval "$(engine/env)"\n' +
      'or agree to it: BENCH_PRUNE=1',
  );
}

/** The mirror that mib's builder has. A new tree has no certificates, so the others could not use https. */
export async function readMirror(): Promise<string> {
  const show = ['--entrypoint', 'head', 'mib/frontend', '-n', '1', '/usr/lib/mib/mirror'];
  const { stdout } = await docker('run', '--rm', '--network=none', ...show);
  return stdout.trim().replace(/^https:/, 'http:');
}
