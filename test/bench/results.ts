import { CASES } from './cases.ts';
import type { Sample } from './rounds.ts';

/** Seconds that one way took for one case. */
export interface Times {
  readonly median: number;
  readonly runs: readonly number[];
}

export interface CaseResult {
  readonly name: string;
  /** What `ratio` to the second way is meant to be at most. */
  readonly aim?: number;
  /** By the name of the way. A way that keeps no cache has times for the cold case alone. */
  readonly seconds: Readonly<Record<string, Times>>;
  /** How many times the median of each other way the first way's is. */
  readonly ratio: Readonly<Record<string, number>>;
}

export interface Results {
  readonly runs: number;
  readonly machine: { readonly processors: number; readonly engine: string };
  readonly ways: readonly string[];
  readonly cases: readonly CaseResult[];
  /** Seconds of each phase of the first way's cold build, by their medians. */
  readonly phases: Readonly<Record<string, number>>;
  /** Bytes, compressed, by the name of the way. */
  readonly size: Readonly<Record<string, number>>;
  /** Bytes. */
  readonly frontendPeak: number | undefined;
}

/** Puts together what was measured; the phases are those of the first way. */
export function collect(samples: readonly Sample[]): Pick<Results, 'ways' | 'cases' | 'phases'> {
  const ways = [...new Set(samples.map(({ way }) => way))];
  const cold = samples.filter((one) => one.way === ways[0] && one.case === CASES[0].name);
  return {
    ways,
    cases: CASES.map(({ name, aim }) => ({
      name,
      ...(aim !== undefined && { aim }),
      ...compare(samples.filter((one) => one.case === name)),
    })),
    phases: medians(cold.map(({ phases }) => phases)),
  };
}

function compare(samples: readonly Sample[]): Pick<CaseResult, 'seconds' | 'ratio'> {
  const runs = new Map<string, number[]>();
  for (const { way, seconds } of samples) runs.set(way, [...(runs.get(way) ?? []), seconds]);
  const seconds = [...runs].map(([way, all]) => [way, { median: median(all), runs: all }] as const);
  const [first, ...others] = seconds;
  const ratio = others.map(([way, { median }]) => [way, (first?.[1].median ?? 0) / median] as const);
  return { seconds: Object.fromEntries(seconds), ratio: Object.fromEntries(ratio) };
}

/** The middle of the values, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}

/** The median of each phase. */
export function medians(runs: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((one) => one[name] ?? 0))]));
}
