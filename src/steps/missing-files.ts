import { existsSync, readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { tracePath } from '../protocol/trace.ts';
import { type Advice, IN_IMAGEFILE } from '../prune/advice.ts';
import type { TraceEvent } from '../prune/request.ts';
import { canonicalIn } from '../trace/events.ts';
import { isGrave, knownPaths, type MissingFile, missedBy, type Trees } from '../trace/missing-files.ts';
import { matcher } from '../tree/glob.ts';
import { byName } from '../tree/paths.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';
import { readTrace } from './trace/read.ts';
import { refuseTrace } from './trace/refuse.ts';

/**
 * Runs the step `missed`: fails if a check passed in the image although it tried to open, execute or create a file that
 * only the full tree has. Warns if it only looked for one.
 */
export async function findMissingFiles(places: Places<'missed'>): Promise<number> {
  const request = readRequest<'missed'>(places.request);
  const events: readonly TraceEvent[] = JSON.parse(readFileSync(places.events, 'utf8'));
  const trees = [diskTree(places.tree), diskTree(places.image)] as const;
  const [full, image] = [resolverOf(trees[0]), resolverOf(trees[1])];
  const known = knownPaths(
    full,
    events.map(({ path }) => path),
  );
  const isDropped = matcher(request.drop, { recursive: true });
  const judged: Trees = { full, image, isMeant: (path) => known.has(path) || isDropped(path) };
  const folder = request.workingDir;
  let status = 0;
  for (const [position, command] of request.commands.entries()) {
    // A program that lacked its rights under strace went a way that it does not go in the image.
    if (existsSync(`${tracePath(places.traces, position)}/failed`)) continue;
    const checked = { command, folder, trace: `${tracePath(places.traces, position)}/trace` };
    status = Math.max(status, await lookForMissingFiles(judged, checked, IN_IMAGEFILE));
    if (status === UNREADABLE) break;
  }
  for (const tree of trees) tree.close();
  return Math.min(status, 1);
}

/** Checked is a check that ran in the image. */
export interface Checked {
  readonly command: string;
  /** Its initial working directory. */
  readonly folder: string;
  /** Path of strace's output. */
  readonly trace: string;
}

const UNREADABLE = 2;

/** Prints the files that a check missed. Returns 0 if none is an error. */
export async function lookForMissingFiles(
  judged: Trees,
  { command, folder, trace }: Checked,
  advice: Advice,
): Promise<number> {
  const surroundings = { folder, canonical: canonicalIn(judged.image), hidden: () => undefined };
  const found = new Map<string, MissingFile>();
  try {
    await readTrace(trace, surroundings, (access) => {
      const each = missedBy(judged, access);
      if (each !== undefined && (isGrave(each) || !found.has(each.path))) found.set(each.path, each);
    });
  } catch (error) {
    refuseTrace(command, error);
    return UNREADABLE;
  }
  return complain(command, [...found.values()], advice);
}

function complain(command: string, all: readonly MissingFile[], { add, keep }: Advice): number {
  const sorted = [...all].sort((a, b) => byName(a.path, b.path));
  const looked = sorted.filter((each) => !isGrave(each));
  for (const { path } of looked)
    say(
      `warning: ${command} looked for "${path}", which only the full tree has; if it matters: ${keep(path)}`,
    );
  for (const { path, use } of sorted.filter(isGrave)) {
    const wanted = { exec: 'execute', open: 'open', make: 'create a file in' }[
      use as 'exec' | 'open' | 'make'
    ];
    say(
      `${command} passed, but tried to ${wanted} "${path}", which is missing from the image [verify-failed]`,
    );
    say(`  ${add}: ${keep(path)}`);
  }
  return sorted.some(isGrave) ? 1 : 0;
}
