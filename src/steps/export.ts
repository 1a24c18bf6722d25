import { mkdirSync, rmSync } from 'node:fs';
import { checked } from '../protocol/check.ts';
import { BY_OPTION } from '../prune/advice.ts';
import { prune as decide } from '../prune/prune.ts';
import type { PruneRequest, TraceEvent } from '../prune/request.ts';
import { faultLines } from '../prune/verify/fault.ts';
import { UnreadableTrace } from '../trace/line.ts';
import { decodeName } from '../tree/names.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { type DiskTree, diskTree } from './disk-tree.ts';
import { changes } from './export/changes.ts';
import { whyUntraceable } from './export/commands.ts';
import { gate } from './export/gate.ts';
import { HELP, readLine } from './export/options.ts';
import { type Order, orderOf } from './export/order.ts';
import { asBefore, lookAt, mountPoints, type Stage } from './export/stage.ts';
import { CommandFailed, mustRunInStage, traceInStage } from './export/traced.ts';
import { wordsOf } from './export/words.ts';
import { writeKept } from './prune.ts';
import { complain, say } from './say.ts';
import { differences } from './verify.ts';

/** The step's working folder in the stage; removed at the end. */
const WORK = './.mib-export';

/**
 * Runs `export` in a stage of a Dockerfile. The stage is the working directory and the builder is the root: see
 * src/steps/export.sh. No path that may contain a symbolic link of the stage goes to the operating system, because the
 * link would lead into the builder.
 * @param args the folder in which `export` was started; its environment (`env -0`) and /proc/self/mountinfo, both in
 *   base64; its arguments
 */
export async function exportStage(args: readonly string[]): Promise<number> {
  const [folder = '/', environment = '', mounts = '', ...words] = args;
  const line = readLine(words);
  if (line.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (line.kind === 'wrong') return complain(line.problems);
  const tree = diskTree('.');
  const mounted = mountPoints(decoded(mounts));
  const stage = lookAt('.', tree, mounted);
  const full = asBefore(tree, stage);
  const order = orderOf(line.options, {
    tree: full,
    folder,
    mounted,
    environment: variables(decoded(environment)),
  });
  if ('problems' in order) return complain(order.problems);
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK);
  try {
    return await carryOut(order, stage, full);
  } catch (error) {
    if (error instanceof CommandFailed) return error.status;
    if (!(error instanceof UnreadableTrace)) throw error;
    say(`the trace: ${error.message}`);
    return 1;
  } finally {
    tree.close();
    rmSync(WORK, { recursive: true });
  }
}

function decoded(text: string): string {
  return decodeName(Buffer.from(text, 'base64'));
}

function variables(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\0');
  return Object.fromEntries(
    lines
      .filter((line) => line !== '')
      .map((line) => [line.replace(/=.*/s, ''), line.slice(line.indexOf('=') + 1)]),
  );
}

async function carryOut(asked: Order, stage: Stage, full: DiskTree): Promise<number> {
  const obstacle = asked.checks.length > 0 ? await whyUntraceable(asked.runner) : undefined;
  const order: Order =
    obstacle === 'emulated' ? { ...asked, runner: { ...asked.runner, isEmulated: true } } : asked;
  const level = levelOf(order, obstacle);
  if (level === undefined) return 1;
  const resolver = resolverOf(full);
  const isTraced = level !== 'packages';
  const events = await runInStage(order, isTraced, resolver);
  const request: PruneRequest = { ...order.request, level, epoch: order.epoch ?? stage.youngest };
  const kept = decide(full, request, events);
  const problems = 'problems' in kept ? kept.problems : kept.foreign;
  if ('problems' in kept || problems.length > 0) return complain(problems.map((each) => wordsOf(each)));
  const changed = changes('.', stage, kept.taken);
  if (changed.length > 0) return complain(changed);
  const places = { tree: '.', rootfs: `.${order.path}`, image: `.${order.path}`, report: `${WORK}/report` };
  for (const each of [places.rootfs, places.report]) mkdirSync(each, { recursive: true });
  await writeKept(kept, full, places, request.epoch, () => stage, BY_OPTION);
  const image = diskTree(places.image);
  try {
    const faults = await differences(full, image, places, request);
    for (const each of faultLines(faults, BY_OPTION)) say(each);
    if (faults.length > 0) return 1;
    return await gate(order, {
      full: resolver,
      image: resolverOf(image),
      ...(isTraced && { events }),
      rootfs: places.rootfs,
      work: WORK,
      canTrace: obstacle === undefined,
    });
  } finally {
    image.close();
  }
}

/** Returns the level of pruning; undefined after an error has been printed. */
function levelOf(
  { level, checks, request }: Order,
  obstacle: 'emulated' | 'forbidden' | undefined,
): PruneRequest['level'] | undefined {
  if (checks.length === 0) {
    // Files that are only to be kept need no trace.
    if (level === undefined && request.entry.length > 0)
      say('warning: without a command to trace, whole packages are kept; add one: -- COMMAND');
    return level ?? 'packages';
  }
  if (obstacle === undefined || level === 'packages') return level ?? 'modules';
  if (obstacle === 'emulated') {
    say(
      'warning: emulated commands cannot be traced, so whole packages are kept; to use the native builder:',
    );
    say(
      '  FROM --platform=$BUILDPLATFORM mib/frontend AS mib, and RUN --mount=type=bind,from=mib,target=/.mib',
    );
    return 'packages';
  }
  const message = 'strace cannot trace the commands: this engine forbids ptrace';
  complain([
    { code: 'cannot-export', message, fix: 'keep whole packages, which needs no trace: --prune packages' },
  ]);
  return undefined;
}

/** Runs the checks one after the other and returns the files they used. @throws {CommandFailed | UnreadableTrace} */
async function runInStage(
  order: Order,
  isTraced: boolean,
  resolver: Resolver,
): Promise<readonly TraceEvent[]> {
  const { runner, checks } = order;
  const events: TraceEvent[] = [];
  for (const [position, check] of checks.entries()) {
    const traces = `${WORK}/${position}`;
    say(`${isTraced ? 'trace' : 'run'} ${checked(check)}`);
    if (isTraced) events.push(...(await traceInStage(runner, check, traces, resolver)));
    else await mustRunInStage(runner, { check, traces });
  }
  return events;
}
