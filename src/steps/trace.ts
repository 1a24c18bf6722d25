import { existsSync, readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { PRETENDING, tracePath } from '../protocol/trace.ts';
import { type Advice, IN_IMAGEFILE } from '../prune/advice.ts';
import type { TraceEvent } from '../prune/request.ts';
import { KEPT_WORDS } from '../prune/unread-words.ts';
import { canonicalIn, newEvents } from '../trace/events.ts';
import { unreadable } from '../trace/line.ts';
import { type MergedRuns, mergeRuns } from '../trace/merge-runs.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { readTrace } from './trace/read.ts';
import { refuseTrace } from './trace/refuse.ts';
import { rightsOf } from './trace/rights.ts';
import { writeEvents } from './trace/write.ts';

/** The number of differing paths that are named; the rest is counted. */
const NAMED = 5;

/** Runs the step `trace`: reads the traces of all runs of all checks, and writes one sorted list of events. */
export async function trace(places: Places<'trace'>): Promise<number> {
  const request = readRequest<'trace'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const canonical = canonicalIn(resolver);
  const all: (readonly TraceEvent[])[] = [];
  for (const [position, { command, runs }] of request.checks.entries()) {
    const folder = (run: string) => tracePath(places.traces, position, run);
    try {
      const read = (run: string) => readRun(folder(run), request.workingDir, resolver);
      const pretend = async () => (hasRun(folder(PRETENDING)) ? read(PRETENDING) : undefined);
      const rights = (path: string) => rightsOf(places.tree, resolver, path);
      const real = runs.filter((run) => run !== PRETENDING);
      all.push(await readCheck({ command, runs: real, read, pretend, rights, canonical }, IN_IMAGEFILE));
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
  /** The first call whose path strace could not read, of a process that then did other work. */
  readonly hidden?: string;
  /** The first such call of a process that then started another program. */
  readonly passing?: string;
  /** Faults of shell texts. */
  readonly unread: readonly string[];
  /** The run `pretend` may have failed, and one in which a program lacked rights. */
  readonly failed: boolean;
  /** The programs that would have got rights from their files, but not under strace. */
  readonly gained: readonly string[];
}

/** Check is a check with its runs. */
export interface Check {
  readonly command: string;
  readonly runs: readonly string[];
  readonly read: (run: string) => Promise<Trace>;
  /** Reads a run in which the program is and stays root, if there is one. */
  readonly pretend: (gained: readonly string[]) => Promise<Trace | undefined>;
  /** Names the rights that a program gets from its file. */
  readonly rights: (path: string) => string;
  /** Resolves links. */
  readonly canonical: (path: string) => string;
}

/**
 * Returns the files that all runs of a check used. The run that pretends is read only if strace could not read another,
 * or took rights from a program.
 * @throws {UnreadableTrace}
 */
export async function readCheck(check: Check, advice: Advice): Promise<readonly TraceEvent[]> {
  const { command } = check;
  const real: Trace[] = [];
  for (const run of check.runs) real.push(await check.read(run));
  const merged = mergeRuns(real.map(({ events }) => events));
  warn(command, merged);
  for (const fault of new Set(real.flatMap(({ unread }) => unread)))
    say(`warning: ${command} starts a shell whose command line cannot be read (${fault}); ${KEPT_WORDS}`);
  const gained = [...new Set(real.flatMap((run) => run.gained))].sort();
  const isHidden = real.some(({ hidden, passing }) => hidden !== undefined || passing !== undefined);
  if (!isHidden && gained.length === 0) return merged.events;
  const pretended = await check.pretend(gained);
  judge(check, { real, gained, pretended }, advice);
  if (real.some(({ failed }) => failed) && pretended?.failed === true)
    say(
      `warning: ${command} passes neither under strace nor as root; the check in the image shows what is missing`,
    );
  return mergeRuns([merged.events, pretended?.events ?? []]).events;
}

/** Fails if the run that pretends does not show what the others could not. @throws {UnreadableTrace} */
function judge(
  { rights, canonical }: Check,
  {
    real,
    gained,
    pretended,
  }: { real: readonly Trace[]; gained: readonly string[]; pretended: Trace | undefined },
  advice: Advice,
): void {
  const isComplete = pretended?.failed === false;
  // The check in the image decides whether the files of a run that failed are enough.
  const started = new Set(
    pretended?.events.flatMap(({ kind, path }) => (kind === 'exec' ? [canonical(path)] : [])),
  );
  const program = gained.find((each) => !started.has(canonical(each)));
  if (program !== undefined && !isComplete && real.some(({ failed }) => failed))
    throw unreadable(`${program} (${rights(program)})`, withoutRights(advice));
  const hidden = real.flatMap((run) => run.hidden ?? []);
  const passing = real.flatMap((run) => run.passing ?? []);
  // What a process does before it starts another program, the run that pretends shows even if it refuses to run as root.
  const [call] = [...(isComplete ? [] : hidden), ...(pretended === undefined ? passing : [])].concat(
    pretended?.hidden ?? [],
    pretended?.passing ?? [],
  );
  if (call !== undefined) throw unreadable(call, wayOut(advice));
}

function wayOut({ user, wholePackages }: Advice): string {
  return (
    'strace can no longer read the memory of the program, which changed its user or forbade it (PR_SET_DUMPABLE); ' +
    `start it as that user with "${user}", or keep whole packages, which needs no trace, with "${wholePackages}"`
  );
}

function withoutRights({ user, wholePackages }: Advice): string {
  return (
    'a program gets rights from its file when it starts, which the kernel refuses it under strace, and the check does not ' +
    `start it as root; start the image as root with "${user}" and let the program drop its rights, or keep whole ` +
    `packages, which needs no trace, with "${wholePackages}"`
  );
}

/** Reports whether a run was traced: src/steps/check.sh ends one that nobody needs. */
function hasRun(at: string): boolean {
  return existsSync(`${at}/trace`);
}

/** Returns the files that the run in a folder used. @throws {UnreadableTrace} */
export async function readRun(at: string, folder: string, resolver: Resolver): Promise<Trace> {
  const events = newEvents(resolver);
  const calls: { hidden?: string; passing?: string } = {};
  const surroundings = {
    folder,
    canonical: canonicalIn(resolver),
    hidden: (call: string, isPassing: boolean) => {
      calls[isPassing ? 'passing' : 'hidden'] ??= call;
    },
  };
  const failed = existsSync(`${at}/failed`);
  await readTrace(`${at}/trace`, surroundings, events.add, failed);
  const gained = existsSync(`${at}/gained`) ? readFileSync(`${at}/gained`, 'utf8').split('\n') : [];
  return {
    events: events.list(),
    ...calls,
    unread: events.unread(),
    failed,
    gained: gained.filter((line) => line !== ''),
  };
}

function warn(command: string, { differing }: MergedRuns): void {
  if (differing.length === 0) return;
  const rest = differing.length > NAMED ? ` and ${differing.length - NAMED} more` : '';
  say(
    `warning: ${command} used different files from run to run; all are kept: ` +
      `${differing.slice(0, NAMED).join(' ')}${rest}`,
  );
}
