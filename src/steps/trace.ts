import { existsSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { PRETENDING, tracePath } from '../protocol/trace.ts';
import { type Advice, IN_IMAGEFILE } from '../prune/advice.ts';
import type { TraceEvent } from '../prune/request.ts';
import { KEPT_WORDS } from '../prune/unread-words.ts';
import type { Use } from '../trace/calls.ts';
import { canonicalIn, newEvents } from '../trace/events.ts';
import { unreadable } from '../trace/line.ts';
import { type MergedRuns, mergeRuns } from '../trace/merge-runs.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { readTrace } from './trace/read.ts';
import { refuseTrace } from './trace/refuse.ts';
import { writeEvents } from './trace/write.ts';

/** The number of differing paths that are named; the rest is counted. */
const NAMED = 5;

/** Runs the step `trace`: reads the traces of all runs of all checks, and writes one sorted list of events. */
export async function trace(places: Places<'trace'>): Promise<number> {
  const request = readRequest<'trace'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const all: (readonly TraceEvent[])[] = [];
  for (const [position, { command, runs }] of request.checks.entries()) {
    const folder = (run: string) => tracePath(places.traces, position, run);
    try {
      const read = (run: string) => readRun(folder(run), request.workingDir, resolver);
      all.push(await readCheck(command, runs, read, IN_IMAGEFILE));
    } catch (error) {
      refuseTrace(command, error);
      return 1;
    }
  }
  tree.close();
  const { events } = mergeRuns(all);
  writeEvents(places.out, events);
  say(`the checks used ${new Set(events.map((event) => event.path)).size} files and folders`);
  return 0;
}

/** Trace holds the files that one run used. */
export interface Trace {
  readonly events: readonly TraceEvent[];
  /** For each kind of use, the first call whose path strace could not read. */
  readonly hidden: ReadonlyMap<Use, string>;
  /** Faults of shell texts. */
  readonly unread: readonly string[];
  /** Only the run `pretend` may have failed. */
  readonly failed: boolean;
}

/**
 * Returns the files that all runs of a check used. The run `pretend` is read only if strace could not read another.
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
  for (const fault of new Set(real.flatMap(({ unread }) => unread)))
    say(`warning: ${command} starts a shell whose command line cannot be read (${fault}); ${KEPT_WORDS}`);
  const hidden = new Map(real.flatMap((run) => [...run.hidden]));
  if (hidden.size === 0) return merged.events;
  const pretended = runs.includes(PRETENDING) ? await read(PRETENDING) : undefined;
  // A hidden exec alone is harmless: the pretending run shows the program even if it refuses to run as root.
  const call = [...hidden].find(([use]) => use !== 'exec' || pretended === undefined)?.[1];
  if (call !== undefined && pretended?.failed !== false) throw unreadable(call, wayOut(advice));
  for (const [, still] of pretended?.hidden ?? []) throw unreadable(still, wayOut(advice));
  return mergeRuns([merged.events, pretended?.events ?? []]).events;
}

function wayOut({ user, wholePackages }: Advice): string {
  return (
    'strace can no longer read the memory of the program, which changed its user or forbade it (PR_SET_DUMPABLE); ' +
    `start it as that user with "${user}", or keep whole packages, which needs no trace, with "${wholePackages}"`
  );
}

/** Returns the files that the run in a folder used. @throws {UnreadableTrace} */
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
  return { events: events.list(), hidden, unread: events.unread(), failed: existsSync(`${at}/failed`) };
}

function warn(command: string, { differing }: MergedRuns): void {
  if (differing.length === 0) return;
  const rest = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  say(
    `warning: ${command} used different files from run to run; all are kept: ` +
      `${differing.slice(0, NAMED).join(' ')}${rest}`,
  );
}
