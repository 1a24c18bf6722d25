import { cpus } from 'node:os';
import { CASES, PLAIN } from './cases.ts';
import { makeContext } from './context.ts';
import { docker } from './docker.ts';
import { watchFrontend } from './memory.ts';
import type { Part } from './part.ts';
import { collect, type Results } from './results.ts';
import { emptyCache, playRound, type Sample } from './rounds.ts';
import { say } from './say.ts';
import { readMirror } from './settings.ts';
import { describe } from './table.ts';
import { makeWays, type Way } from './ways.ts';

/** images/nginx by mib, beside two other ways to it. */
export const nginx: Part = {
  name: 'nginx',
  measure: async (runs) => {
    const context = makeContext();
    try {
      const results = await compare(makeWays(context, await readMirror()), runs);
      return { text: describe(results), results };
    } finally {
      context.remove();
    }
  },
};

async function compare(all: readonly [Way, ...Way[]], runs: number): Promise<Results> {
  const [mib] = all;
  const ways = await prepare(all);
  const samples: Sample[] = [];
  const size: Record<string, number> = {};
  // The ways take turns: a machine that gets slower does so for all of them.
  for (let round = 1; round <= runs; round++) {
    for (const way of ways) {
      for await (const sample of playRound(way)) {
        say(`run ${round} of ${runs}: ${sample.way}, ${sample.case}: ${sample.seconds.toFixed(2)} s`);
        samples.push(sample);
      }
      if (round === runs) size[way.name] = await way.size(PLAIN);
      await way.remove(CASES);
    }
  }
  const frontendPeak = await peakOfFrontend(mib);
  return { runs, machine: await describeMachine(), ...collect(samples), size, frontendPeak };
}

async function prepare(ways: readonly Way[]): Promise<Way[]> {
  const found: Way[] = [];
  for (const way of ways) {
    if (await way.prepare()) found.push(way);
    else say(`${way.name} is not installed: measured without it`);
  }
  return found;
}

/** Of one more cold build, because watching takes time. */
async function peakOfFrontend(mib: Way): Promise<number | undefined> {
  await emptyCache();
  const watch = watchFrontend();
  await mib.build(CASES[0]).finally(watch.stop);
  await mib.remove(CASES);
  return watch.peak();
}

async function describeMachine(): Promise<Results['machine']> {
  const { stdout } = await docker('version', '--format', '{{.Server.Version}}');
  return { processors: cpus().length, engine: stdout.trim() };
}
