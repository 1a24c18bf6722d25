import { expect, test } from 'vitest';
import { collect, median, medians } from './results.ts';

test('the median of an even number of values lies between the middle two', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([10, 4, 1, 2])).toBe(3);
  expect(median([7])).toBe(7);
});

test('each phase has a median of its own', () => {
  expect(
    medians([
      { fetch: 1, check: 9 },
      { fetch: 3, check: 7 },
      { fetch: 2, check: 8 },
    ]),
  ).toEqual({ fetch: 2, check: 8 });
});

test('ways are compared case by case, by their medians', () => {
  const sample = (way: string, name: string, seconds: number) => ({
    way,
    case: name,
    seconds,
    phases: { fetch: way === 'mib' ? seconds / 2 : 99 },
  });
  const { ways, cases, phases } = collect([
    sample('mib', 'cold', 8),
    sample('mib', 'no-op', 1),
    sample('Dockerfile', 'cold', 20),
    sample('Dockerfile', 'no-op', 0.5),
    sample('mmdebstrap', 'cold', 16),
    sample('mib', 'cold', 2),
    sample('mib', 'cold', 90),
  ]);
  expect(ways).toEqual(['mib', 'Dockerfile', 'mmdebstrap']);
  expect(phases).toEqual({ fetch: 4 });
  expect(cases[0]).toEqual({
    name: 'cold',
    aim: 0.6,
    seconds: {
      mib: { median: 8, runs: [8, 2, 90] },
      Dockerfile: { median: 20, runs: [20] },
      mmdebstrap: { median: 16, runs: [16] },
    },
    ratio: { Dockerfile: 0.4, mmdebstrap: 0.5 },
  });
  expect(cases[1]?.ratio).toEqual({ Dockerfile: 2 });
});
