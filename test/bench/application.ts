import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from './docker.ts';
import type { Part } from './part.ts';
import { median } from './results.ts';
import { say } from './say.ts';
import { align, seconds } from './table.ts';

/** An application of test/bases. Its thin image has the fat one as its base, so a change rebuilds both. */
const APPLICATION = 'flask-moved';
const SOURCE = 'test/bases/apps/flask';
const CHANGED = 'app/shop/__init__.py';
const BAKE = 'test/bases/docker-bake.hcl';

const WAYS = [
  { name: 'Dockerfile', target: APPLICATION },
  { name: 'Dockerfile, then thinned', target: `${APPLICATION}-thin` },
];

/** Builds an application after one of its source lines changed, with everything else in the cache. */
export const application: Part = {
  name: 'application',
  measure: async (runs) => {
    const folder = mkdtempSync(join(tmpdir(), 'mib-bench-'));
    try {
      cpSync(SOURCE, folder, { recursive: true });
      const results = await measure(folder, runs);
      const cells = results.map(({ way, seconds: times }) => [way, seconds(median(times))]);
      return { text: align([['one source line changed', 'median'], ...cells]), results };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Measures the ways in turn. The first round fills the cache and does not count. */
async function measure(folder: string, runs: number) {
  const results = WAYS.map(({ name, target }) => ({ way: name, target, seconds: [] as number[] }));
  for (let round = 0; round <= runs; round++) {
    for (const { way, target, seconds: times } of results) {
      appendFileSync(join(folder, CHANGED), `\n# ${way}, round ${round}\n`);
      const { seconds: time } = await bake(folder, target);
      if (round === 0) continue;
      say(`run ${round} of ${runs}: ${way}: ${time.toFixed(2)} s`);
      times.push(time);
    }
  }
  return results;
}

function bake(folder: string, target: string) {
  const context = WAYS.flatMap((way) => ['--set', `${way.target}.context=${folder}`]);
  return docker('buildx', 'bake', '--allow=fs=*', '--file', BAKE, ...context, target);
}
