import type { Outcome } from './fuzz/fuzz.ts';

/** Report is what came of a target. */
export interface Report extends Omit<Outcome, 'faults'> {
  readonly name: string;
  /** Inputs of the corpus that is kept. */
  readonly kept: number;
  /** Blocks of the program that ran. */
  readonly blocks: number;
  /** Of the processor. */
  readonly seconds: number;
  /** Megabytes that the process had at most. */
  readonly memory: number;
  readonly faults: readonly { readonly what: string; readonly input: string }[];
}

const HEAD = [
  'target',
  'inputs',
  'refused',
  'corpus',
  'blocks',
  'slowest, ms',
  'memory, MB',
  'CPU, s',
  'faults',
];

/** Returns the reports as a Markdown table. */
export function reportTable(reports: readonly Report[]): string {
  const rows = reports.map((each) =>
    [
      each.name,
      each.inputs,
      each.refused,
      each.corpus,
      each.blocks,
      Math.ceil(each.slowest),
      Math.ceil(each.memory),
      Math.ceil(each.seconds),
      each.faults.length,
    ].map(String),
  );
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
