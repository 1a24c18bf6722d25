/** Nanoseconds of each unit of the Compose Specification, "Specifying durations". */
const UNITS: Readonly<Record<string, number>> = { us: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** Returns a duration such as `1m30s` in nanoseconds, the unit of image configs. The text must match `DURATION`. */
export function nanoseconds(duration: string): number {
  let total = 0;
  for (const [, number, unit = ''] of duration.matchAll(/([0-9.]+)(us|ms|s|m|h)/g)) {
    total += Number(number) * (UNITS[unit] ?? 0);
  }
  return Math.round(total);
}
