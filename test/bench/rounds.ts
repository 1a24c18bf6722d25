import { CASES } from './cases.ts';
import { docker } from './docker.ts';
import { phaseSeconds } from './phases.ts';
import { type Finished, run } from './process.ts';
import { readSteps } from './progress.ts';
import type { Way } from './ways.ts';

/** One build that was timed. */
export interface Sample {
  readonly way: string;
  readonly case: string;
  readonly seconds: number;
  /** Seconds of each phase, as far as the way has mib's phases. */
  readonly phases: Readonly<Record<string, number>>;
}

/** Every case of a way, from an empty cache on. */
export async function* playRound(way: Way): AsyncGenerator<Sample> {
  await emptyCache();
  for (const one of way.cached ? CASES : CASES.slice(0, 1)) {
    const { seconds, stderr } = await settled(() => way.build(one));
    yield { way: way.name, case: one.name, seconds, phases: phaseSeconds(readSteps(stderr), seconds) };
  }
}

/** Images stay: mib's frontend, the base image, the tools of the Dockerfile. */
export async function emptyCache(): Promise<void> {
  await docker('buildx', 'prune', '--all', '--force');
}

/** What the build before has left for the disk to write is not this one's. */
async function settled(build: () => Promise<Finished>): Promise<Finished> {
  await run('sync', []);
  return build();
}
