import { build, docker } from './docker.ts';
import type { Part } from './part.ts';
import { phaseSeconds } from './phases.ts';
import { readSteps } from './progress.ts';
import { median, medians } from './results.ts';
import { emptyCache } from './rounds.ts';
import { say } from './say.ts';
import { align, seconds } from './table.ts';

/** What the parts together are meant to take at most, in seconds. It is shown and never asserted. */
const IMAGES = [
  { folder: 'images/nginx', aim: 3 },
  { folder: 'images/python', aim: 6 },
] as const;

const PHASES = ['trace', 'find and keep', 'check and compare'] as const;
const TAG = 'mib-bench/pruning';

interface Row {
  readonly folder: string;
  readonly aim: number;
  /** Medians. */
  readonly cold: number;
  readonly phases: Readonly<Record<string, number>>;
}

/** What tracing, pruning and checking add to a cold build. */
export const pruning: Part = {
  name: 'pruning',
  measure: async (runs) => {
    const rows: Row[] = [];
    for (const image of IMAGES) rows.push(await measure(image, runs));
    await docker('image', 'rm', '--force', TAG);
    return { text: describe(rows), results: rows };
  },
};

async function measure(image: (typeof IMAGES)[number], runs: number): Promise<Row> {
  const walls: number[] = [];
  const phases: Record<string, number>[] = [];
  for (let round = 1; round <= runs; round++) {
    await emptyCache();
    const { seconds: wall, stderr } = await build(
      image.folder,
      '--file',
      `${image.folder}/Imagefile`,
      '--tag',
      TAG,
    );
    say(`run ${round} of ${runs}: ${image.folder}, cold: ${wall.toFixed(2)} s`);
    walls.push(wall);
    phases.push(phaseSeconds(readSteps(stderr), wall));
  }
  return { ...image, cold: median(walls), phases: medians(phases) };
}

function describe(rows: readonly Row[]): string {
  return align([
    ['pruning in a cold build', ...PHASES, 'together', 'aim', 'of'],
    ...rows.map(({ folder, aim, cold, phases }) => {
      const parts = PHASES.map((phase) => phases[phase] ?? 0);
      const sum = parts.reduce((total, part) => total + part, 0);
      return [folder, ...parts.map(seconds), seconds(sum), `≤ ${aim} s`, seconds(cold)];
    }),
  ]);
}
