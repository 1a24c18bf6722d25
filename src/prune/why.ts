import type { Reason } from './graph.ts';

/** From something kept towards the request: each step's reason leads to the next step's id. */
export interface Step {
  readonly id: string;
  readonly reason: Reason;
}

/** Why something is kept, the strongest reason first; nothing for what is not. */
export type ReasonsOf = (id: string) => readonly Reason[];

/** The shortest way from `id` to what the Imagefile asks for; one of hard reasons alone, if there is one. */
export function why(reasonsOf: ReasonsOf, id: string): readonly Step[] | undefined {
  return hardWay(reasonsOf, id) ?? shortest(reasonsOf, id);
}

/**
 * The shortest way of hard reasons alone: without this, the image breaks. That a check opened a library says less than
 * what needs it, so the traces are asked last.
 */
export function hardWay(reasonsOf: ReasonsOf, id: string): readonly Step[] | undefined {
  const hard: ReasonsOf = (each) => reasonsOf(each).filter(({ strength }) => strength === 'hard');
  return shortest((each) => hard(each).filter(({ kind }) => kind !== 'trace'), id) ?? shortest(hard, id);
}

/** Breadth first; equal lengths are decided by the order of the reasons, which is fixed. */
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

/** A way in words: a line for each step, from the path to what was asked for. */
export function wayLines(steps: readonly Step[]): readonly string[] {
  return steps.map(({ id, reason }, depth) => `${'  '.repeat(depth)}${id}: ${reasonText(reason)}`);
}

export function reasonText({ kind, from, detail, strength }: Reason): string {
  if (kind === 'named') return `named in ${from}:${detail}`;
  const what = detail === undefined ? kind : `${kind} ${detail}`;
  return `${what}${strength === 'soft' ? ' (soft)' : ''}${from === undefined ? '' : `, from ${from}`}`;
}
