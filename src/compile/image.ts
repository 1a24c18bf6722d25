import type { Output } from '../llb/index.ts';
import type { Plan, Prune } from '../plan/plan.ts';
import { bootstrap } from './bootstrap.ts';
import { addBuilds } from './build.ts';
import type { Site } from './context.ts';
import { addFiles } from './files.ts';
import { makeFolders } from './folders.ts';
import { gate, tracedGate } from './gate.ts';
import { install } from './install.ts';
import { type Judged, missed } from './missing-files.ts';
import { prune, verifyEntry, verifyHealthcheck } from './prune.ts';
import { runAll } from './run.ts';
import { addLayer, seal, settle } from './seal.ts';
import { addTools, unpackTools } from './tools.ts';
import { trace } from './trace.ts';
import { counterparts } from './translate-trace.ts';
import { audit, verify, verifyUser } from './verify.ts';

/** What a plan becomes: lazy graphs, none of which runs before it is asked for. */
export interface Compiled {
  /**
   * The image. Of several platforms each takes the one before, so that one result of the build has all steps behind it: see
   * docs/decisions.md, "The frontend's own image".
   */
  readonly image: (previous?: Output) => Output;
  /** What becomes the image once every gate has passed. */
  readonly tree: Output;
  /** The tree that is pruned. */
  readonly full: Output;
  /** What the variant `debug` adds. */
  readonly tools?: Output;
  /** What was kept, and why; absent when everything is. */
  readonly report?: Output;
}

/** The same Imagefile for the platform of the machine, where its checks can be watched. */
export interface Model {
  readonly site: Site;
  readonly plan: Plan;
}

/** @param model wanted where the platform's own checks would be traced and cannot run */
export function compile(site: Site, plan: Plan, model?: Model): Compiled {
  const epoch = Date.parse(plan.config.created) / 1000;
  const compiled = compileImage(site, plan, epoch, model);
  if (plan.tools === undefined) return compiled;
  const tools = unpackTools(site, plan.tools);
  const image = (previous?: Output) => addTools(site, compiled.image(previous), tools, epoch);
  return { ...compiled, tools, image };
}

/** Whether what is kept follows from what the checks use. */
export function isTraced({ prune, checks }: Plan): boolean {
  return prune !== undefined && prune.request.level !== 'packages' && checks.length > 0;
}

function compileImage(site: Site, plan: Plan, epoch: number, model?: Model): Compiled {
  const base = baseOf(site, plan);
  const full = fullTree(site, base, plan, epoch);
  const checks = site.lacksEmulation ? [] : plan.checks;
  const checked = (tree: Output) => checks.map((check) => gate(site, tree, check, plan.process));
  if (plan.prune === undefined) {
    if (site.below !== undefined) {
      const tree = (gates: readonly Output[], previous?: Output) =>
        addLayer(site, { below: base, full, gates, epoch, previous });
      return { full, tree: tree([]), image: (previous) => tree(checked(full), previous) };
    }
    const tree = settle(site, full, epoch);
    return { full, tree, image: (previous) => seal(site, tree, checked(full), epoch, previous) };
  }
  const events = isTraced(plan) ? used(site, plan, full, model) : undefined;
  const pruned = prune(site, full, plan.prune, events);
  const gates = [
    verifyEntry(site, full, plan.prune),
    ...verifyHealthcheck(site, full, plan.prune),
    verify(site, full, pruned, plan.prune),
    ...audit(site, pruned, plan.prune),
  ];
  const passed =
    events === undefined || site.lacksEmulation
      ? checked(pruned.rootfs)
      : watched(site, plan, plan.prune, { full, image: pruned.rootfs, events });
  const image = (previous?: Output) => seal(site, pruned.rootfs, [...gates, ...passed], epoch, previous);
  return { full, tree: pruned.rootfs, image, report: pruned.report };
}

/** The tree that packages are added to. */
function baseOf(site: Site, plan: Plan): Output {
  if (site.below !== undefined) return site.below;
  if (plan.bootstrap === undefined) throw new Error('there is nothing to build upon');
  return bootstrap(site, plan.bootstrap);
}

/** Everything that the Imagefile asks for, before anything is pruned. */
function fullTree(site: Site, base: Output, plan: Plan, epoch: number): Output {
  const installed = install(site, base, plan.install, epoch);
  const made = addBuilds(site, installed, plan.builds, epoch);
  const run = runAll(site, addFiles(site, made, plan.files, epoch), plan, epoch);
  return makeFolders(site, verifyUser(site, run, plan.process), plan, epoch);
}

/** What the checks use of the tree. Where they cannot run, what they use of the model's, in terms of this one. */
function used(site: Site, plan: Plan, tree: Output, model: Model | undefined): Output {
  if (!site.lacksEmulation) return trace(site, tree, plan.checks, plan.process);
  if (model === undefined)
    throw new Error(`the checks of ${plan.platform} cannot run, and there is no model`);
  const full = fullTree(
    model.site,
    baseOf(model.site, model.plan),
    model.plan,
    Date.parse(model.plan.config.created) / 1000,
  );
  const events = trace(model.site, full, model.plan.checks, model.plan.process);
  return counterparts(site, plan, tree, { architecture: model.plan.architecture, full, events });
}

/** The checks in the image, and a look at what they missed there. */
function watched(site: Site, plan: Plan, prune: Prune, trees: Omit<Judged, 'traces'>): Output[] {
  const gates = plan.checks.map((check) => tracedGate(site, trees.image, check, plan.process));
  const traces = gates.map(({ trace }) => trace);
  return [...gates.map(({ passed }) => passed), missed(site, plan, prune, { ...trees, traces })];
}
