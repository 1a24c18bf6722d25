import type { Output } from '../llb/index.ts';
import type { Plan, Prune } from '../plan/plan.ts';
import { createAccounts } from './accounts.ts';
import { bootstrap } from './bootstrap.ts';
import { addBuilds } from './build.ts';
import type { CompileContext } from './context.ts';
import { addFiles } from './files.ts';
import { makeFolders } from './folders.ts';
import { gate, tracedGate } from './gate.ts';
import { install } from './install.ts';
import { findMissingFiles, type GateInputs } from './missing-files.ts';
import { compileLocales, verifyTimezones } from './places.ts';
import { prune, verifyEntry, verifyHealthcheck } from './prune.ts';
import { runAll } from './run.ts';
import { addLayer, clampMtimes, seal } from './seal.ts';
import { addTools, unpackTools } from './tools.ts';
import { trace } from './trace.ts';
import { translateTrace } from './translate-trace.ts';
import { trust } from './trust.ts';
import { audit, verify, verifyLibraries, verifyUser } from './verify.ts';

/** Compiled holds the graphs for a plan. They are lazy: none runs before it is requested. */
export interface Compiled {
  /**
   * Returns the image. In a build of several platforms each depends on the one before, so that a single result has all
   * steps behind it: see docs/decisions.md, "The frontend's own image".
   */
  readonly image: (previous?: Output) => Output;
  /** The tree that becomes the image if every gate passes. */
  readonly tree: Output;
  /** The tree before pruning. */
  readonly full: Output;
  /** The tools that the variant `debug` adds. */
  readonly tools?: Output;
  /** The report of the kept files and the reasons for them; absent if nothing was pruned. */
  readonly report?: Output;
}

/** Model is the same Imagefile for the worker's platform, on which its checks can be traced. */
export interface Model {
  readonly context: CompileContext;
  readonly plan: Plan;
}

/**
 * Compiles a plan to graphs.
 * @param model required if the plan is traced and the platform's own checks cannot run
 */
export function compile(context: CompileContext, plan: Plan, model?: Model): Compiled {
  const epoch = Date.parse(plan.config.created) / 1000;
  const compiled = compileImage(context, plan, epoch, model);
  if (plan.tools === undefined) return compiled;
  const tools = unpackTools(context, plan.tools);
  const image = (previous?: Output) => addTools(context, compiled.image(previous), tools, epoch);
  return { ...compiled, tools, image };
}

/** Reports whether the files that are kept depend on a trace of the checks. */
export function isTraced({ prune, checks }: Plan): boolean {
  return prune !== undefined && checks.length > 0;
}

function compileImage(context: CompileContext, plan: Plan, epoch: number, model?: Model): Compiled {
  const base = baseOf(context, plan);
  const full = fullTree(context, base, plan, epoch);
  const checks = context.lacksEmulation ? [] : plan.checks;
  const checked = (tree: Output) => checks.flatMap((check) => gate(context, tree, check, plan.process));
  if (plan.prune === undefined) {
    if (context.base !== undefined) {
      const tree = (gates: readonly Output[], previous?: Output) =>
        addLayer(context, { base, full, gates, epoch, previous });
      return { full, tree: tree([]), image: (previous) => tree(checked(full), previous) };
    }
    const tree = clampMtimes(context, full, epoch);
    return { full, tree, image: (previous) => seal(context, tree, checked(full), epoch, previous) };
  }
  const events = isTraced(plan) ? used(context, plan, full, model) : undefined;
  const pruned = prune(context, full, plan.prune, events);
  const gates = [
    verifyEntry(context, full, plan.prune),
    ...verifyHealthcheck(context, full, plan.prune),
    verify(context, full, pruned, plan.prune),
    ...verifyLibraries(context, pruned, plan.prune),
    ...audit(context, pruned, plan.prune),
  ];
  const passed =
    events === undefined || context.lacksEmulation
      ? checked(pruned.rootfs)
      : watched(context, plan, plan.prune, { full, image: pruned.rootfs, events });
  const image = (previous?: Output) => seal(context, pruned.rootfs, [...gates, ...passed], epoch, previous);
  return { full, tree: pruned.rootfs, image, report: pruned.report };
}

/** Returns the tree that packages are added to. */
function baseOf(context: CompileContext, plan: Plan): Output {
  if (context.base !== undefined) return context.base;
  if (plan.bootstrap === undefined) throw new Error('the plan has neither a base image nor a bootstrap');
  return bootstrap(context, plan.bootstrap);
}

/** Returns the tree with everything that the Imagefile asks for, before pruning. */
function fullTree(context: CompileContext, base: Output, plan: Plan, epoch: number): Output {
  const isAlone = context.base !== undefined && plan.install.packages.length === 0;
  const installed = isAlone
    ? createAccounts(context, base, plan.install.accounts, epoch)
    : install(context, base, plan.install, epoch);
  const placed = verifyTimezones(context, compileLocales(context, installed, plan, epoch), plan);
  const made = addBuilds(context, placed, plan, epoch);
  const run = runAll(context, addFiles(context, made, plan.files, epoch), plan, epoch);
  const trusting = trust(context, run, plan.certificates ?? [], { epoch });
  return makeFolders(context, verifyUser(context, trusting, plan.process), plan, epoch);
}

/** Traces the files that the checks use. If they cannot run here, traces them in the model and translates the result. */
function used(context: CompileContext, plan: Plan, tree: Output, model: Model | undefined): Output {
  if (!context.lacksEmulation) return trace(context, tree, plan.checks, plan.process);
  if (model === undefined)
    throw new Error(`the checks of ${plan.platform} cannot run, and there is no model`);
  const full = fullTree(
    model.context,
    baseOf(model.context, model.plan),
    model.plan,
    Date.parse(model.plan.config.created) / 1000,
  );
  const events = trace(model.context, full, model.plan.checks, model.plan.process);
  return translateTrace(context, plan, tree, { architecture: model.plan.architecture, full, events });
}

/** Runs the checks under strace in the image, and looks for files that they missed. */
function watched(
  context: CompileContext,
  plan: Plan,
  prune: Prune,
  trees: Omit<GateInputs, 'traces'>,
): Output[] {
  const gates = plan.checks.map((check) => tracedGate(context, trees.image, check, plan.process));
  const traces = gates.map(({ trace }) => trace);
  const missed = findMissingFiles(context, plan, prune, { ...trees, traces });
  return [...gates.map(({ passed }) => passed), missed];
}
