import type { Output } from '../llb/index.ts';
import type { Plan, Prune } from '../plan/plan.ts';
import { audit } from './audit.ts';
import { bootstrap } from './bootstrap.ts';
import { addBuilds } from './build.ts';
import { addFiles } from './files.ts';
import { makeFolders } from './folders.ts';
import { gate, tracedGate } from './gate.ts';
import { install } from './install.ts';
import { type Judged, missed } from './missed.ts';
import { prune, verifyEntry, verifyHealthcheck } from './prune.ts';
import { runAll } from './run.ts';
import { addLayer, seal, settle } from './seal.ts';
import type { Site } from './site.ts';
import { addTools, unpackTools } from './tools.ts';
import { trace } from './trace.ts';
import { verifyUser } from './user.ts';
import { verify } from './verify.ts';

/** What a plan becomes: lazy graphs, none of which runs before it is asked for. */
export interface Compiled {
  readonly image: Output;
  /** What becomes the image once every gate has passed. */
  readonly tree: Output;
  /** The tree that is pruned. */
  readonly full: Output;
  /** What the variant `debug` adds. */
  readonly tools?: Output;
  /** What was kept, and why; absent when everything is. */
  readonly report?: Output;
}

export function compile(site: Site, plan: Plan): Compiled {
  const epoch = Date.parse(plan.config.created) / 1000;
  const compiled = compileImage(site, plan, epoch);
  if (plan.tools === undefined) return compiled;
  const tools = unpackTools(site, plan.tools);
  return { ...compiled, tools, image: addTools(site, compiled.image, tools, epoch) };
}

function compileImage(site: Site, plan: Plan, epoch: number): Compiled {
  const base = baseOf(site, plan);
  const installed = install(site, base, plan.install, epoch);
  const made = addBuilds(site, installed, plan.builds, epoch);
  const run = runAll(site, addFiles(site, made, plan.files, epoch), plan, epoch);
  const full = makeFolders(site, verifyUser(site, run, plan.process), plan, epoch);
  const checked = (tree: Output) => plan.checks.map((check) => gate(site, tree, check, plan.process));
  if (plan.prune === undefined) {
    if (site.below !== undefined) {
      const tree = (gates: readonly Output[]) => addLayer(site, { below: base, full, gates, epoch });
      return { full, tree: tree([]), image: tree(checked(full)) };
    }
    const tree = settle(site, full, epoch);
    return { full, tree, image: seal(site, tree, checked(full), epoch) };
  }
  const isTraced = plan.prune.request.level !== 'packages' && plan.checks.length > 0;
  const events = isTraced ? trace(site, full, plan.checks, plan.process) : undefined;
  const pruned = prune(site, full, plan.prune, events);
  const gates = [
    verifyEntry(site, full, plan.prune),
    ...verifyHealthcheck(site, full, plan.prune),
    verify(site, full, pruned, plan.prune),
    ...audit(site, pruned, plan.prune),
  ];
  const passed =
    events === undefined
      ? checked(pruned.rootfs)
      : watched(site, plan, plan.prune, { full, image: pruned.rootfs, events });
  const image = seal(site, pruned.rootfs, [...gates, ...passed], epoch);
  return { full, tree: pruned.rootfs, image, report: pruned.report };
}

/** The tree that packages are added to. */
function baseOf(site: Site, plan: Plan): Output {
  if (site.below !== undefined) return site.below;
  if (plan.bootstrap === undefined) throw new Error('there is nothing to build upon');
  return bootstrap(site, plan.bootstrap);
}

/** The checks in the image, and a look at what they missed there. */
function watched(site: Site, plan: Plan, prune: Prune, trees: Omit<Judged, 'traces'>): Output[] {
  const gates = plan.checks.map((check) => tracedGate(site, trees.image, check, plan.process));
  const traces = gates.map(({ trace }) => trace);
  return [...gates.map(({ passed }) => passed), missed(site, plan, prune, { ...trees, traces })];
}
