import { existsSync, readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { PRETENDING, tracePath } from '../protocol/trace.ts';
import { type Advice, IN_IMAGEFILE } from '../prune/advice.ts';
import type { TraceEvent } from '../prune/request.ts';
import type { Use } from '../trace/calls.ts';
import { canonicalIn, newEvents } from '../trace/events.ts';
import { UnreadableTrace, unreadable } from '../trace/line.ts';
import { type MergedRuns, mergeRuns } from '../trace/merge-runs.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { readTrace } from './trace/read.ts';
import { writeEvents } from './trace/write.ts';

/** Paths of a difference that are named; the rest is counted. */
const NAMED = 5;

/** Lines that are shown of what a run had to say. */
const LINES = 20;

/** The step `trace`: reads what strace wrote about every run of every check, and writes one sorted list of events. */
export async function trace(places: Places<'trace'>): Promise<number> {
  const request = readRequest<'trace'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const all: (readonly TraceEvent[])[] = [];
  for (const [position, { command, runs }] of request.checks.entries()) {
    const folder = (run: string) => tracePath(places.traces, position, run);
    const failed = runs.find((run) => run !== PRETENDING && existsSync(`${folder(run)}/failed`));
    if (failed !== undefined) {
      complain(command, readFileSync(`${folder(failed)}/said`, 'utf8'));
      return 1;
    }
    try {
      const read = (run: string) => readRun(folder(run), request.workingDir, resolver);
      all.push(await readCheck(command, runs, read, IN_IMAGEFILE));
    } catch (error) {
      if (!(error instanceof UnreadableTrace)) throw error;
      say(`the trace of ${command}: ${error.message}`);
      return 1;
    }
  }
  tree.close();
  const { events } = mergeRuns(all);
  writeEvents(places.out, events);
  say(`the checks used ${new Set(events.map((event) => event.path)).size} files and folders`);
  return 0;
}

/** What one run used. */
export interface Trace {
  readonly events: readonly TraceEvent[];
  /** A call that strace could not see the path of, for each kind of use that had one. */
  readonly hidden: ReadonlyMap<Use, string>;
  readonly failed: boolean;
}

/** Says that a check passed once only, with the last lines of its output. */
function complain(command: string, output: string): void {
  say(`${command} passed once, and failed when it was repeated in another copy of the tree [check-failed]`);
  for (const line of output.trimEnd().split('\n').slice(-LINES)) say(`  | ${line}`);
  say(
    '  what fails now and then does so in the image, too; to try it once more: docker buildx build --no-cache',
  );
}

/**
 * What all runs of a check used. The run that pretends is read only where another one hid something.
 * @throws {UnreadableTrace}
 */
export async function readCheck(
  command: string,
  runs: readonly string[],
  read: (run: string) => Promise<Trace>,
  advice: Advice,
): Promise<readonly TraceEvent[]> {
  const real: Trace[] = [];
  for (const run of runs) if (run !== PRETENDING) real.push(await read(run));
  const merged = mergeRuns(real.map(({ events }) => events));
  warn(command, merged);
  const hidden = new Map(real.flatMap((run) => [...run.hidden]));
  if (hidden.size === 0) return merged.events;
  const pretended = runs.includes(PRETENDING) ? await read(PRETENDING) : undefined;
  // A program that was started under another user's name shows up also where it refuses to go on as root.
  const call = [...hidden].find(([use]) => use !== 'exec' || pretended === undefined)?.[1];
  if (call !== undefined && pretended?.failed !== false) throw unreadable(call, wayOut(advice));
  for (const [, still] of pretended?.hidden ?? []) throw unreadable(still, wayOut(advice));
  return mergeRuns([merged.events, pretended?.events ?? []]).events;
}

function wayOut({ user, wholePackages }: Advice): string {
  return (
    'strace may not look into the program any more, because it changed its user or forbade it (PR_SET_DUMPABLE); ' +
    `start it as that user with "${user}", or keep whole packages, which needs no trace, with "${wholePackages}"`
  );
}

/** What the run in a folder used. @throws {UnreadableTrace} */
export async function readRun(at: string, folder: string, resolver: Resolver): Promise<Trace> {
  const events = newEvents(resolver);
  const hidden = new Map<Use, string>();
  const surroundings = {
    folder,
    canonical: canonicalIn(resolver),
    hidden: (use: Use, call: string) => {
      if (!hidden.has(use)) hidden.set(use, call);
    },
  };
  await readTrace(`${at}/trace`, surroundings, events.add);
  return { events: events.list(), hidden, failed: existsSync(`${at}/failed`) };
}

function warn(command: string, { differing }: MergedRuns): void {
  if (differing.length === 0) return;
  const rest = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  say(
    `warning: ${command} used different files from run to run; all are kept: ` +
      `${differing.slice(0, NAMED).join(' ')}${rest}`,
  );
}
