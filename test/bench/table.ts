import type { Results } from './results.ts';

/** The results as a person reads them. */
export function describe(results: Results): string {
  const { runs, machine, phases, frontendPeak } = results;
  const measured = `medians of ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const peak = frontendPeak === undefined ? 'not seen' : megabytes(frontendPeak);
  return [
    `images/nginx: ${measured}, ${machine.processors} processors, Docker Engine ${machine.engine}`,
    '',
    align(comparison(results)),
    '',
    align([
      ['where mib’s cold build goes', ''],
      ...Object.entries(phases).map(([phase, time]) => [phase, seconds(time)]),
    ]),
    '',
    `peak memory of the frontend, cold: ${peak}`,
  ].join('\n');
}

/** mib, then each other way with mib's share of it; the aim is a share of the first of them. */
function comparison({ ways, cases, size }: Results): string[][] {
  const [mib = '', rival = '', ...others] = ways;
  const row = (name: string, own: string, aim: string, cells: (way: string) => string[]) => [
    name,
    own,
    ...cells(rival),
    aim,
    ...others.flatMap(cells),
  ];
  return [
    row('', mib, 'aim', (way) => [way, 'ratio']),
    ...cases.map(({ name, aim, seconds: times, ratio }) =>
      row(name, seconds(times[mib]?.median), aim === undefined ? '' : `≤ ${aim}`, (way) => [
        seconds(times[way]?.median),
        share(ratio[way]),
      ]),
    ),
    row('compressed', megabytes(size[mib]), '', (way) => [
      megabytes(size[way]),
      share((size[mib] ?? 0) / (size[way] ?? 0)),
    ]),
  ];
}

export const seconds = (value: number | undefined) => (value === undefined ? '' : `${value.toFixed(2)} s`);
export const megabytes = (bytes: number | undefined) =>
  bytes === undefined ? '' : `${(bytes / 1e6).toFixed(1)} MB`;
const share = (value: number | undefined) => value?.toFixed(2) ?? '';

/** Rows under each other: the first column to the left, the others to the right. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('   ').trimEnd()).join('\n');
}
