import { existsSync, mkdirSync } from 'node:fs';
import type { StartedCheck } from '../../imagefile/spec.ts';
import { checked } from '../../protocol/check.ts';
import { PRETENDING } from '../../protocol/trace.ts';
import { BY_OPTION } from '../../prune/advice.ts';
import type { TraceEvent } from '../../prune/request.ts';
import type { Access } from '../../trace/accesses.ts';
import { NAMING, PRETENDING_OPTIONS, STRACE_OPTIONS } from '../../trace/calls.ts';
import { canonicalIn } from '../../trace/events.ts';
import { byName } from '../../tree/paths.ts';
import type { Resolver } from '../../tree/resolver.ts';
import { complain } from '../say.ts';
import { readTrace } from '../trace/read.ts';
import { rightsOf } from '../trace/rights.ts';
import { readCheck, readRun } from '../trace.ts';
import { type Run, type Runner, runIn, STAGE } from './commands.ts';

/** CommandFailed reports a check that failed in the stage; everything about it has been printed. */
export class CommandFailed extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Runs a check in the stage. @throws {CommandFailed} */
export async function mustRunInStage(runner: Runner, run: Run): Promise<void> {
  const status = await runIn(STAGE, runner, run);
  if (status === 0) return;
  const message = `${checked(run.check)} fails in the stage, where nothing is left out yet`;
  complain([{ code: 'check-failed', message, fix: fixOf(run.check, status) }]);
  throw new CommandFailed(status);
}

/** The exit status of a check that took too long. */
const TOO_LONG = 124;

function fixOf({ kind }: StartedCheck, status: number): string {
  if (kind === 'start')
    return 'correct --start, --ready or --get, or give the server more time: --timeout 5m';
  if (status !== TOO_LONG) return 'correct the command, or what it needs in the stage';
  return 'try a server with --start and --ready, and give a slow command more time: --timeout 5m';
}

/**
 * Runs a check once in the stage and returns the files it used; a second run would find files that the first one left.
 * Only if strace could not read something, or took rights from a program, the check runs again: as root, or believing
 * that it changed its user.
 * @param traces a folder for the traces of this check
 * @throws {CommandFailed | UnreadableTrace}
 */
export function traceInStage(
  runner: Runner,
  check: StartedCheck,
  traces: string,
  resolver: Resolver,
): Promise<readonly TraceEvent[]> {
  mkdirSync(traces);
  const run = async (as: Runner, name: string, pretends?: true) => {
    const at = `${traces}/${name}`;
    const strace = pretends ? PRETENDING_OPTIONS : STRACE_OPTIONS;
    await mustRunInStage(as, { check, strace, traces: at, ...(pretends && { pretends }) });
    return readRun(at, runner.folder, resolver);
  };
  const read = (name: string) => run(runner, name);
  const pretend = async (gained: readonly string[]) =>
    runner.uid === 0 || gained.length > 0
      ? run({ ...runner, uid: 0, groups: [0] }, PRETENDING, true)
      : undefined;
  const rights = (path: string) => rightsOf('.', resolver, path);
  return readCheck(
    { command: checked(check), runs: ['1'], read, pretend, rights, canonical: canonicalIn(resolver) },
    BY_OPTION,
  );
}

/** Folders that are empty in an export because a container's runtime mounts them. */
const MOUNTED = /^\/(proc|sys|dev)\//;

/** Returns the paths in a container's mounts that a command looked for in vain, sorted. */
export async function unprovided(trace: string, folder: string, image: Resolver): Promise<readonly string[]> {
  const found = new Set<string>();
  const surroundings = { folder, canonical: canonicalIn(image), hidden: () => undefined };
  await readTrace(trace, surroundings, ({ path, error }: Access) => {
    if (error === 'ENOENT' && MOUNTED.test(path)) found.add(path);
  });
  return [...found].sort(byName);
}

/**
 * Reports whether a command also fails in the stage if these paths are missing there. Then its failure in the export does
 * not prove that a file is missing.
 */
export async function failsWithout(
  runner: Runner,
  check: StartedCheck,
  paths: readonly string[],
  traces: string,
): Promise<boolean> {
  const calls = Object.keys(NAMING)
    .map((name) => `?${name}`)
    .join(',');
  const strace = [
    '--follow-forks',
    '--quiet=attach,personality,path-resolution',
    `--trace=${calls}`,
    ...paths.map((path) => `--trace-path=${path}`),
    `--inject=${calls}:error=ENOENT`,
  ];
  await runIn(STAGE, runner, { check, strace, pretends: true, traces });
  return existsSync(`${traces}/failed`);
}
