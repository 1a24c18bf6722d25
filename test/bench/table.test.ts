import { expect, test } from 'vitest';
import { describe } from './table.ts';

const took = (median: number) => ({ median, runs: [median] });

test('the table of a small benchmark', () => {
  const text = describe({
    runs: 3,
    machine: { processors: 2, engine: '28.5.2' },
    ways: ['mib', 'Dockerfile', 'mmdebstrap'],
    cases: [
      {
        name: 'cold',
        aim: 0.6,
        seconds: { mib: took(10), Dockerfile: took(20), mmdebstrap: took(12.5) },
        ratio: { Dockerfile: 0.5, mmdebstrap: 0.8 },
      },
      {
        name: 'one file changed',
        seconds: { mib: took(1), Dockerfile: took(0.8) },
        ratio: { Dockerfile: 1.25 },
      },
    ],
    size: { mib: 5_800_000, Dockerfile: 45_000_000, mmdebstrap: 46_400_000 },
    phases: { fetch: 1.25, bootstrap: 6 },
    frontendPeak: 96_300_000,
  });
  expect(`\n${text}\n`).toBe(`
images/nginx: medians of 3 runs, 2 processors, Docker Engine 28.5.2

                       mib   Dockerfile   ratio     aim   mmdebstrap   ratio
cold               10.00 s      20.00 s    0.50   ≤ 0.6      12.50 s    0.80
one file changed    1.00 s       0.80 s    1.25
compressed          5.8 MB      45.0 MB    0.13              46.4 MB    0.13

where mib’s cold build goes
fetch                         1.25 s
bootstrap                     6.00 s

peak memory of the frontend, cold: 96.3 MB
`);
});
