import { writeFileSync } from 'node:fs';
import { EVENTS } from '../../protocol/trace.ts';
import type { TraceEvent } from '../../prune/request.ts';

/** Writes `events.json`, one event per line. */
export function writeEvents(folder: string, events: readonly TraceEvent[]): void {
  writeFileSync(`${folder}/${EVENTS}`, `[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]\n`);
}
