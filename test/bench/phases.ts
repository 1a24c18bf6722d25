import type { Span, Step } from './progress.ts';

/** The stages of docs/architecture.md, by what their steps are called; the first pattern that fits decides. */
const PHASES: readonly (readonly [phase: string, names: RegExp])[] = [
  ['start the frontend', /^(resolve image config for|docker-image:)/],
  ['read the indexes', /^read the /],
  ['resolve', /^resolve /],
  ['fetch', /^fetch /],
  ['bootstrap', /^bootstrap /],
  ['install', /^install /],
  ['copy the files', /^copy /],
  ['trace', /^(trace |merge the traces|translate the traces)/],
  ['find and keep', /^(find|keep) /],
  ['check and compare', /^(check|compare|look for) /],
  ['seal', /^seal /],
  ['export', /^exporting /],
];

export const OTHER = 'everything else';

/**
 * Seconds of each phase in a build that took `wall` seconds. Steps of one phase that run at the same time count once; two
 * phases that do count both, so the sum can be more than `wall`. What no phase has is the client, the frontend and
 * transfers.
 */
export function phaseSeconds(steps: readonly Step[], wall: number): Record<string, number> {
  const spans = new Map<string, Span[]>(PHASES.map(([phase]) => [phase, []]));
  for (const step of steps) {
    const phase = PHASES.find(([, names]) => names.test(step.name))?.[0];
    if (phase !== undefined) spans.get(phase)?.push(...step.spans);
  }
  const inPhases = covered([...spans.values()].flat());
  return {
    ...Object.fromEntries([...spans].map(([phase, own]) => [phase, covered(own)])),
    [OTHER]: Math.max(0, wall - inPhases),
  };
}

/** The length of what the spans cover together. */
function covered(spans: readonly Span[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    total += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return total;
}
