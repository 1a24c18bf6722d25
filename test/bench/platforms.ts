import { build, docker } from './docker.ts';
import type { Part } from './part.ts';
import type { Finished } from './process.ts';
import { median } from './results.ts';
import { emptyCache } from './rounds.ts';
import { say } from './say.ts';
import { readMirror } from './settings.ts';
import { align, seconds } from './table.ts';

const TAG = 'mib-bench/platforms';
const RIVAL = 'test/bench/dockerfile';
const FOUR = 'linux/amd64,linux/arm64,linux/arm/v7,linux/386';

interface Row {
  readonly name: string;
  /** At most this many times what amd64 alone takes. It is shown and never asserted. */
  readonly aim?: number;
  readonly run: () => Promise<Finished>;
}

/** What a foreign platform costs, and several, for images/nginx with an empty cache. */
export const platforms: Part = {
  name: 'platforms',
  measure: async (runs) => {
    await docker('build', '-q', '-t', 'mib-bench/tools', '-f', `${RIVAL}/Dockerfile.tools`, RIVAL);
    const results = [];
    for (const row of rows(await readMirror())) results.push({ ...row, ...(await measure(row, runs)) });
    await docker('image', 'rm', '--force', TAG);
    const [alone] = results;
    const cells = results.map(({ name, aim, cold }) => [
      name,
      seconds(cold),
      (cold / (alone?.cold ?? Number.NaN)).toFixed(2),
      aim === undefined ? '' : `≤ ${aim}`,
    ]);
    return { text: align([['cold', 'seconds', 'times amd64', 'aim'], ...cells]), results };
  },
};

/** The first is what the others are compared with. */
function rows(mirror: string): Row[] {
  const mib = (platforms: string) => () => build('images/nginx', '--tag', TAG, '--platform', platforms);
  const values = { MIRROR: mirror, PACKAGES: 'nginx-light', ARCHITECTURE: 'arm64' };
  const args = Object.entries(values).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return [
    { name: 'amd64', run: mib('linux/amd64') },
    { name: 'arm64', aim: 1.5, run: mib('linux/arm64') },
    { name: 'amd64, arm64, arm/v7, 386', aim: 2.5, run: mib(FOUR) },
    {
      name: 'arm64, Dockerfile under emulation',
      run: () => build('images/nginx', '--tag', TAG, '--file', `${RIVAL}/Dockerfile`, ...args),
    },
  ];
}

async function measure({ name, run }: Row, runs: number): Promise<{ cold: number; runs: readonly number[] }> {
  const walls: number[] = [];
  for (let round = 1; round <= runs; round++) {
    await emptyCache();
    const { seconds: wall } = await run();
    say(`run ${round} of ${runs}: ${name}, cold: ${wall.toFixed(2)} s`);
    walls.push(wall);
  }
  return { cold: median(walls), runs: walls };
}
