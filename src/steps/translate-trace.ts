import { readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import type { TraceEvent } from '../prune/request.ts';
import { translateTrace } from '../trace/translate.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { writeEvents } from './trace/write.ts';

/** The number of paths without a counterpart that are named; the rest is counted. */
const NAMED = 5;

/** Runs the step `counterparts`: translates a trace from one architecture's tree to another's. */
export async function writeTranslatedTrace(places: Places<'counterparts'>): Promise<number> {
  const request = readRequest<'counterparts'>(places.request);
  const events: readonly TraceEvent[] = JSON.parse(readFileSync(places.events, 'utf8'));
  const trees = { from: diskTree(places.watched), to: diskTree(places.tree) };
  const found = translateTrace(events, request, trees);
  trees.from.close();
  trees.to.close();
  writeEvents(places.out, found.events);
  if (found.lost.length > 0) {
    const rest = found.lost.length > NAMED ? ` and ${found.lost.length - NAMED} more` : '';
    say(
      `warning: ${request.to} has no counterpart of files that the checks used on ${request.from}: ` +
        `${found.lost.slice(0, NAMED).join(' ')}${rest}`,
    );
  }
  return 0;
}
