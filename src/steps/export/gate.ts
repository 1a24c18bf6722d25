import { existsSync } from 'node:fs';
import type { StartedCheck } from '../../imagefile/spec.ts';
import { checked } from '../../protocol/check.ts';
import { BY_OPTION } from '../../prune/advice.ts';
import type { TraceEvent } from '../../prune/request.ts';
import { STRACE_OPTIONS } from '../../trace/calls.ts';
import { knownPaths } from '../../trace/missing-files.ts';
import { matcher } from '../../tree/glob.ts';
import type { Resolver } from '../../tree/resolver.ts';
import { lookForMissingFiles } from '../missing-files.ts';
import { complain, say } from '../say.ts';
import { type Root, runIn } from './commands.ts';
import type { Order } from './order.ts';
import { makeRoom } from './room.ts';
import { failsWithout, unprovided } from './traced.ts';

/** GateInputs are an export and what it is compared with. */
export interface GateInputs {
  readonly full: Resolver;
  readonly image: Resolver;
  /** The files that the checks used in the stage, if they were traced. */
  readonly events?: readonly TraceEvent[];
  readonly rootfs: string;
  /** Folder for intermediate files. */
  readonly work: string;
  readonly canTrace: boolean;
}

/** Runs the checks again in a copy of the export. @returns 0, or the exit status of the one that failed */
export async function gate(order: Order, judged: GateInputs): Promise<number> {
  const { full, image, events, work } = judged;
  if (order.checks.length === 0) return 0;
  const room = await makeRoom(judged.rootfs, `${work}/room`);
  const known = knownPaths(full, events?.map(({ path }) => path) ?? []);
  const patterns = order.request.drop.filter((pattern) => !pattern.startsWith('pkg:'));
  const isDropped = matcher(patterns, { recursive: true });
  const trees = { full, image, isMeant: (path: string) => known.has(path) || isDropped(path) };
  const { folder } = order.runner;
  for (const [position, check] of order.checks.entries()) {
    const traces = `${work}/gate-${position}`;
    const status = await runInRoom(order, judged, { room, check, traces });
    if (status !== 0) return status;
    const run = { command: checked(check), folder, trace: `${traces}/trace` };
    const isComplete = !existsSync(`${traces}/failed`);
    if (events !== undefined && isComplete && (await lookForMissingFiles(trees, run, BY_OPTION)) !== 0)
      return 1;
  }
  return 0;
}

/** Runs a check in the copy. A failure for lack of /proc or /sys, which only a container has, is a warning. */
async function runInRoom(
  order: Order,
  { canTrace, image }: GateInputs,
  { room, check, traces }: { readonly room: Root; readonly check: StartedCheck; readonly traces: string },
): Promise<number> {
  const { runner } = order;
  const command = checked(check);
  say(`check ${command}`);
  const status = await runIn(room, runner, { check, traces, ...(canTrace && { strace: STRACE_OPTIONS }) });
  if (status === 0) return 0;
  if (!canTrace) {
    say(
      `warning: it is not proven that ${command} works in the export: the copy it runs in has no /proc and no /sys`,
    );
    return 0;
  }
  const wanted = await unprovided(`${traces}/trace`, runner.folder, image);
  if (wanted.length > 0) say(`run ${command} in the stage without ${wanted.join(' ')}`);
  if (wanted.length > 0 && (await failsWithout(runner, check, wanted, `${traces}-stage`))) {
    say(
      `warning: ${command} fails without ${wanted.join(' ')}, so it is not proven that it works in the export`,
    );
    return 0;
  }
  const message = `${command} succeeds in the stage but not in the export`;
  complain([
    { code: 'check-failed', message, fix: 'name the missing files with --keep, or use --prune packages' },
  ]);
  return status;
}
