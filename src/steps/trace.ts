import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TraceEvent } from '../prune/request.ts';
import { type Resolver, resolverOf } from '../prune/resolve.ts';
import { newReader } from '../trace/accesses.ts';
import { type Agreement, agree } from '../trace/agree.ts';
import { canonicalIn, newEvents } from '../trace/events.ts';
import { UnreadableTrace } from '../trace/line.ts';
import { diskTree } from './prune/disk-tree.ts';
import { say } from './say.ts';

/** What the trace step is asked. */
export interface TraceRequest {
  readonly workingDir: string;
  /** `runs` traces of each lie in `CHECK/RUN/trace`, both counted from 0. */
  readonly checks: readonly { readonly command: string; readonly runs: number }[];
}

export interface Places {
  readonly request: string;
  readonly tree: string;
  readonly traces: string;
  readonly events: string;
}

const PLACES: Places = {
  request: '/in/request.json',
  tree: '/tree',
  traces: '/in/traces',
  events: '/out/events.json',
};

/** Paths of a difference that are named; the rest is counted. */
const NAMED = 5;

/** The step `trace`: reads what strace wrote about every run of every check, and writes one sorted list of events. */
export async function trace(places: Places = PLACES): Promise<number> {
  const request: TraceRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const all: (readonly TraceEvent[])[] = [];
  for (const [position, { command, runs }] of request.checks.entries()) {
    const folders = Array.from({ length: runs }, (_, run) => `${places.traces}/${position}/${run}`);
    const read: (readonly TraceEvent[])[] = [];
    for (const folder of folders) {
      const events = await readTrace(`${folder}/trace`, request.workingDir, resolver).catch(
        (error: unknown) => {
          if (!(error instanceof UnreadableTrace)) throw error;
          say(`the trace of ${command}: ${error.message}`);
          return undefined;
        },
      );
      if (events === undefined) return 1;
      read.push(events);
    }
    const agreement = agree(read);
    warn(command, agreement);
    all.push(agreement.events);
  }
  const { events } = agree(all);
  writeFileSync(places.events, `[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]\n`);
  say(`the checks used ${new Set(events.map((event) => event.path)).size} files and folders`);
  return 0;
}

/** @throws {UnreadableTrace} */
async function readTrace(path: string, folder: string, resolver: Resolver): Promise<readonly TraceEvent[]> {
  const events = newEvents(resolver);
  const reader = newReader({ folder, canonical: canonicalIn(resolver) }, events.add);
  // strace writes everything beyond ASCII as octal numbers.
  const lines = createInterface({
    input: createReadStream(path, 'latin1'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) reader.add(line);
  reader.end();
  return events.list();
}

function warn(command: string, { differing }: Agreement): void {
  if (differing.length === 0) return;
  const rest = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  say(
    `warning: ${command} used different files from run to run; all are kept: ` +
      `${differing.slice(0, NAMED).join(' ')}${rest}`,
  );
}
