import type { TraceEvent } from '../prune/request.ts';
import { joinStarts } from './starts.ts';

/** MergedRuns is the union of several traces. */
export interface MergedRuns {
  /** The events of all runs, sorted by path, then by kind. */
  readonly events: readonly TraceEvent[];
  /** Paths that not every run used, sorted. */
  readonly differing: readonly string[];
}

/** Merges runs. A folder in which only one run made something counts as differing: the other did not need it. */
export function mergeRuns(runs: readonly (readonly TraceEvent[])[]): MergedRuns {
  const events = new Map<string, TraceEvent>();
  const paths = new Map<string, number>();
  for (const run of runs) {
    for (const event of run) events.set(keyOf(event), joined(events.get(keyOf(event)), event));
    for (const path of new Set(run.map((event) => event.path))) paths.set(path, (paths.get(path) ?? 0) + 1);
  }
  return {
    events: [...events].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event),
    differing: [...paths]
      .filter(([, count]) => count < runs.length)
      .map(([path]) => path)
      .sort(),
  };
}

function joined(known: TraceEvent | undefined, event: TraceEvent): TraceEvent {
  const starts = joinStarts(known?.starts, event.starts);
  return { path: event.path, kind: event.kind, ...(starts && { starts }) };
}

/** Returns a key that sorts by path first: no path contains a NUL. */
function keyOf({ path, kind }: TraceEvent): string {
  return `${path}\0${kind}`;
}
