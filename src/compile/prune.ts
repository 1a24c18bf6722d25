import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Output } from '../llb/index.ts';
import type { Prune } from '../plan/plan.ts';
import type { EntryRequest } from '../protocol/prune.ts';
import { STEPS } from '../protocol/steps.ts';
import { EVENTS } from '../protocol/trace.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { fileMount, outputMount, request, treeMount } from './step-mounts.ts';

/** Pruned holds the kept tree and the report that says why each file is in it. */
export interface Pruned {
  readonly rootfs: Output;
  readonly report: Output;
}

/**
 * Keeps the files that the program needs. ELF files are read, never run, so the tree may be of any architecture.
 * @param events the files that the checks used, as `trace` returns them
 */
export function prune(context: CompileContext, tree: Output, plan: Prune, events?: Output): Pruned {
  const { places, order } = STEPS.prune;
  const run = inBuilder(context, 'prune', {
    name: `keep the files that ${plan.request.entry[0] ?? 'the image'} needs`,
    at: plan.patternsAt,
    mounts: [
      request(context, 'prune', plan.request),
      treeMount(places.tree, tree),
      ...(events === undefined ? [] : [fileMount(places.events, events, `/${EVENTS}`)]),
      // If the entry is missing, only that step should report it, at the entry's line. This one waits for it.
      { kind: 'bind', dest: order.entry, input: verifyEntry(context, tree, plan), readonly: true },
      outputMount(places.rootfs),
      outputMount(places.report),
    ],
  });
  return { rootfs: run.output(places.rootfs), report: run.output(places.report) };
}

/** Fails at the health check's line if its program is not in the tree. */
export function verifyHealthcheck(
  context: CompileContext,
  tree: Output,
  { healthcheck, request: { environment, workingDir } }: Prune,
): Output[] {
  if (healthcheck === undefined) return [];
  const asked = { healthcheck: healthcheck.value, environment, workingDir };
  return [verifyProgram(context, tree, asked, healthcheck.value[0] ?? '', healthcheck.at)];
}

/** Fails at the entry's line if its program is not in the tree. Runs in parallel with the traces, before pruning. */
export function verifyEntry(
  context: CompileContext,
  tree: Output,
  { entryAt, request: { entry, environment, workingDir } }: Prune,
): Output {
  return verifyProgram(context, tree, { entry, environment, workingDir }, entry[0] ?? '', entryAt);
}

function verifyProgram(
  context: CompileContext,
  tree: Output,
  asked: EntryRequest,
  program: string,
  at: Range | undefined,
): Output {
  const { places, order } = STEPS.entry;
  const run = inBuilder(context, 'entry', {
    name: `find ${program}`,
    ...(at === undefined ? {} : { at: [at] }),
    mounts: [request(context, 'entry', asked), treeMount(places.tree, tree), outputMount(order.passed)],
  });
  return run.output(order.passed);
}
