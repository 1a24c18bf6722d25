import { existsSync, mkdirSync } from 'node:fs';
import { commandLine } from '../../imagefile/values/quote.ts';
import { PRETENDING } from '../../protocol/trace.ts';
import { BY_OPTION } from '../../prune/advice.ts';
import type { TraceEvent } from '../../prune/request.ts';
import type { Access } from '../../trace/accesses.ts';
import { NAMING, PRETENDING_OPTIONS, STRACE_OPTIONS } from '../../trace/calls.ts';
import { canonicalIn } from '../../trace/events.ts';
import { byName } from '../../tree/paths.ts';
import type { Resolver } from '../../tree/resolver.ts';
import { readTrace } from '../trace/read.ts';
import { readCheck, readRun } from '../trace.ts';
import { type Runner, runIn, STAGE } from './commands.ts';

/** CommandFailed reports a command that failed and has printed why. */
export class CommandFailed extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/**
 * Runs a command once in the stage and returns the files it used; a second run would find files that the first one left.
 * Only if strace could not read something, the command runs again, believing that it changed its user.
 * @param traces a folder for the traces of this command
 * @throws {CommandFailed | UnreadableTrace}
 */
export function traceInStage(
  runner: Runner,
  argv: readonly string[],
  traces: string,
  resolver: Resolver,
): Promise<readonly TraceEvent[]> {
  mkdirSync(traces);
  const read = async (run: string) => {
    const at = `${traces}/${run}`;
    const pretends = run === PRETENDING;
    const strace = pretends ? PRETENDING_OPTIONS : STRACE_OPTIONS;
    const status = await runIn(STAGE, runner, { argv, strace, traces: at, ...(pretends && { pretends }) });
    if (status !== 0) throw new CommandFailed(status);
    return readRun(at, runner.folder, resolver);
  };
  const runs = runner.uid === 0 ? ['1', PRETENDING] : ['1'];
  return readCheck(commandLine(argv), runs, read, BY_OPTION);
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
  argv: readonly string[],
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
  await runIn(STAGE, runner, { argv, strace, pretends: true, traces });
  return existsSync(`${traces}/failed`);
}
