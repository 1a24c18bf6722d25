import type { Mount, Output } from '../llb/index.ts';
import type { Prune } from '../plan/plan.ts';
import { type CompileContext, inBuilder, request } from './context.ts';

/** The kept tree, and why each file is in it. */
export interface Pruned {
  readonly rootfs: Output;
  readonly report: Output;
}

/**
 * Keeps what the program needs. ELF files are read, never run, so the tree may be of any architecture.
 * @param events what the checks were seen to use, as `trace` returns it
 */
export function prune(context: CompileContext, tree: Output, plan: Prune, events?: Output): Pruned {
  const run = inBuilder(context, {
    name: `keep what ${plan.request.entry[0] ?? 'the image'} needs`,
    args: ['mib', 'prune'],
    at: plan.patternsAt,
    mounts: [
      request(context, 'prune', plan.request),
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      ...eventsMount(events),
      // Of two steps that miss the entry only one should say so, at its line: the other waits for it.
      { kind: 'bind', dest: '/in/entry', input: verifyEntry(context, tree, plan), readonly: true },
      { kind: 'bind', dest: '/out/rootfs', output: true },
      { kind: 'bind', dest: '/out/report', output: true },
    ],
  });
  return { rootfs: run.output('/out/rootfs'), report: run.output('/out/report') };
}

function eventsMount(events: Output | undefined): Mount[] {
  if (events === undefined) return [];
  const selector = '/events.json';
  return [{ kind: 'bind', dest: `/in${selector}`, input: events, selector, readonly: true }];
}

/** Fails at its line when the program of the health check is none of the tree. */
export function verifyHealthcheck(
  context: CompileContext,
  tree: Output,
  { healthcheck, request: wanted }: Prune,
): Output[] {
  if (healthcheck === undefined) return [];
  const run = inBuilder(context, {
    name: `find ${healthcheck.value[0]}`,
    args: ['mib', 'entry'],
    at: [healthcheck.at],
    mounts: [
      request(context, 'entry', { healthcheck: healthcheck.value, ...where(wanted) }),
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return [run.output('/out')];
}

function where({ environment, workingDir }: Prune['request']) {
  return { environment, workingDir };
}

/** Fails at the entry's line when it is no program of the tree. Runs beside the traces, before the pruning. */
export function verifyEntry(context: CompileContext, tree: Output, plan: Prune): Output {
  const run = inBuilder(context, {
    name: `find ${plan.request.entry[0] ?? ''}`,
    args: ['mib', 'entry'],
    ...(plan.entryAt === undefined ? {} : { at: [plan.entryAt] }),
    mounts: [
      request(context, 'entry', { entry: plan.request.entry, ...where(plan.request) }),
      { kind: 'bind', dest: '/tree', input: tree, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
