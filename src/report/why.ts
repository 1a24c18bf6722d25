import type { Reason } from '../prune/graph.ts';
import type { KeepGraph } from './keep.ts';

/** From something kept towards the request: each step's reason leads to the next step's id. */
export interface Step {
  readonly id: string;
  readonly reason: Reason;
}

/**
 * The shortest way from `id` to what the Imagefile asks for; one of hard reasons alone, if there is one.
 * @returns undefined when `id` is not kept
 */
export function why(graph: KeepGraph, id: string): readonly Step[] | undefined {
  if (!graph.has(id)) return undefined;
  return shortest(graph, id, (reason) => reason.strength === 'hard') ?? shortest(graph, id, () => true);
}

/** Breadth first; equal lengths are decided by the order of the reasons, which is fixed. */
function shortest(graph: KeepGraph, start: string, counts: (reason: Reason) => boolean): Step[] | undefined {
  const cameFrom = new Map<string, { readonly to: string; readonly step: Step } | undefined>([
    [start, undefined],
  ]);
  for (const id of cameFrom.keys()) {
    for (const reason of (graph.get(id)?.reasons ?? []).filter(counts)) {
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
