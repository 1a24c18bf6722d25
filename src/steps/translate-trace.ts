import { readFileSync } from 'node:fs';
import type { TraceEvent } from '../prune/request.ts';
import { translateTrace } from '../trace/translate.ts';
import { diskTree } from './disk-tree.ts';
import { say } from './say.ts';
import { writeEvents } from './trace/write.ts';

/** Debian's names of the architecture on which the checks ran, and of that of the tree. */
export interface CounterpartsRequest {
  readonly from: string;
  readonly to: string;
}

export interface Places {
  readonly request: string;
  readonly events: string;
  readonly watched: string;
  readonly tree: string;
  readonly out: string;
}

const PLACES: Places = {
  request: '/in/request.json',
  events: '/in/events.json',
  watched: '/watched',
  tree: '/tree',
  out: '/out',
};

/** Paths without a counterpart that are named; the rest is counted. */
const NAMED = 5;

/** The step `counterparts`: says in terms of one architecture's tree what the checks used of another's. */
export async function writeTranslatedTrace(places: Places = PLACES): Promise<number> {
  const request: CounterpartsRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  const events: readonly TraceEvent[] = JSON.parse(readFileSync(places.events, 'utf8'));
  const trees = { from: diskTree(places.watched), to: diskTree(places.tree) };
  const found = translateTrace(events, request, trees);
  trees.from.close();
  trees.to.close();
  writeEvents(places.out, found.events);
  if (found.lost.length > 0) {
    const rest = found.lost.length > NAMED ? ` and ${found.lost.length - NAMED} more` : '';
    say(
      `warning: ${request.to} has nothing for what the checks used on ${request.from}: ` +
        `${found.lost.slice(0, NAMED).join(' ')}${rest}`,
    );
  }
  return 0;
}
