import { build, docker } from './docker.ts';
import type { Part } from './part.ts';
import { readSteps, type Step } from './progress.ts';
import { median } from './results.ts';
import { emptyCache } from './rounds.ts';
import { say } from './say.ts';
import { align, seconds } from './table.ts';

const TAG = 'mib-bench/build';
const IMAGES = ['c-static', 'go'];
const WAYS = [
  { name: 'by the compiler of this machine', args: [] },
  { name: 'by its own, emulated', args: ['--build-arg', 'MIB_CROSS=none'] },
];

interface Sample {
  readonly cold: number;
  /** Of the commands of `build` alone. */
  readonly commands: number;
}

/** What it costs to build programs from source for arm64 by a cross compiler, and by an emulated one. */
export const fromSource: Part = {
  name: 'build',
  measure: async (runs) => {
    const results = [];
    for (const image of IMAGES) {
      for (const { name, args } of WAYS) {
        const samples = await measure(
          `${image} ${name}`,
          ['--platform', 'linux/arm64', ...args],
          image,
          runs,
        );
        const middle = (value: (sample: Sample) => number) => median(samples.map(value));
        results.push({
          image,
          way: name,
          commands: middle(({ commands }) => commands),
          cold: middle(({ cold }) => cold),
          samples,
        });
      }
    }
    await docker('image', 'rm', '--force', TAG);
    const cells = results.map(({ image, way, commands, cold }) => [
      image,
      way,
      seconds(commands),
      seconds(cold),
    ]);
    return { text: align([['arm64', 'compiled', 'commands', 'cold build'], ...cells]), results };
  },
};

async function measure(
  name: string,
  args: readonly string[],
  image: string,
  runs: number,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let round = 1; round <= runs; round++) {
    await emptyCache();
    const { seconds: cold, stderr } = await build(`images/${image}`, '--tag', TAG, ...args);
    const commands = commandSeconds(readSteps(stderr));
    say(`run ${round} of ${runs}: ${name}: ${commands.toFixed(2)} s of ${cold.toFixed(2)} s`);
    samples.push({ cold, commands });
  }
  return samples;
}

function commandSeconds(steps: readonly Step[]): number {
  const spans = steps.filter(({ name }) => name.startsWith('build ')).flatMap((step) => step.spans);
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}
