import { printable } from '../tree/printable.ts';
import type { Reason } from './graph.ts';

/** Step is one step from a kept path to the request. Its reason leads to the id of the next step. */
export interface Step {
  readonly id: string;
  readonly reason: Reason;
}

/** ReasonsOf returns the reasons for a path, the strongest first; none if it is not kept. */
export type ReasonsOf = (id: string) => readonly Reason[];

/** Returns the shortest way from `id` to the Imagefile's request, of hard reasons alone if possible. */
export function why(reasonsOf: ReasonsOf, id: string): readonly Step[] | undefined {
  return hardWay(reasonsOf, id) ?? shortest(reasonsOf, id);
}

/**
 * Returns the shortest way of hard reasons alone: the image fails without this path. Traces are the last resort, because
 * the file that needs a library explains more than a check that opened it.
 */
export function hardWay(reasonsOf: ReasonsOf, id: string): readonly Step[] | undefined {
  const hard: ReasonsOf = (each) => reasonsOf(each).filter(({ strength }) => strength === 'hard');
  return shortest((each) => hard(each).filter(({ kind }) => kind !== 'trace'), id) ?? shortest(hard, id);
}

/** Searches breadth first. The fixed order of reasons decides between equal lengths. */
function shortest(reasonsOf: ReasonsOf, start: string): Step[] | undefined {
  const cameFrom = new Map<string, { readonly to: string; readonly step: Step } | undefined>([
    [start, undefined],
  ]);
  for (const id of cameFrom.keys()) {
    for (const reason of reasonsOf(id)) {
      const step = { id, reason };
      if (reason.from === undefined) return [...walkBack(cameFrom, id), step];
      if (!cameFrom.has(reason.from)) cameFrom.set(reason.from, { to: id, step });
    }
  }
  return undefined;
}

function walkBack(
  cameFrom: ReadonlyMap<string, { readonly to: string; readonly step: Step } | undefined>,
  end: string,
): Step[] {
  const steps: Step[] = [];
  for (let came = cameFrom.get(end); came !== undefined; came = cameFrom.get(came.to))
    steps.unshift(came.step);
  return steps;
}

/** Returns a way as text: a line for each step, from the path to the request. Names are printable. */
export function wayLines(steps: readonly Step[]): readonly string[] {
  return steps.map(({ id, reason }, depth) => printable(`${'  '.repeat(depth)}${id}: ${reasonText(reason)}`));
}

export function reasonText({ kind, from, detail, strength }: Reason): string {
  if (kind === 'named') return `named in ${from}:${detail}`;
  const what = detail === undefined ? kind : `${kind} ${detail}`;
  return `${what}${strength === 'soft' ? ' (soft)' : ''}${from === undefined ? '' : `, from ${from}`}`;
}
