import { commandLine } from '../imagefile/values/quote.ts';
import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type Requests, STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import type { Compiled } from './image.ts';
import { outputMount, request, treeMount } from './step-mounts.ts';

/** Published is an image to compare with. */
export interface Published {
  /** As the user wrote it. */
  readonly name: string;
  readonly tree: Output;
}

/** Trees are the inputs of the page. */
type Trees = Pick<Compiled, 'full' | 'tree'> & { readonly report: Output };

export interface PageOptions {
  /** The image's name, as the page shows it. */
  readonly name: string;
  readonly published?: Published | undefined;
  /** The report of another platform of this build; nothing is copied from it. */
  readonly previous?: Output | undefined;
}

/** Adds `report.html` to the report of the prune step. */
export function reportPage(
  context: CompileContext,
  plan: Plan,
  { full, tree, report }: Trees,
  { name, published, previous }: PageOptions,
): Output {
  const { places, order } = STEPS.report;
  const epoch = Date.parse(plan.config.created) / 1000;
  const run = inBuilder(context, 'report', {
    name: 'write the report',
    mounts: [
      request(context, 'report', { ...contentsOf(plan, name), baseline: published?.name, epoch }),
      treeMount(places.tree, full),
      treeMount(places.image, tree),
      ...(published === undefined ? [] : [treeMount(places.baseline, published.tree)]),
      outputMount(places.report, report),
      ...(previous === undefined ? [] : [treeMount(order.previous, previous)]),
    ],
  });
  return run.output(places.report);
}

function contentsOf(plan: Plan, name: string): Omit<Requests['report'], 'baseline' | 'epoch'> {
  const { platform, bootstrap, install, config } = plan;
  const { Entrypoint = [], Cmd = [] } = config.config;
  const base = bootstrap?.packages ?? [];
  const debs = [...base, ...install.packages];
  return {
    image: { name, platform, system: systemOf(plan), starts: commandLine([...Entrypoint, ...Cmd]) },
    requested: install.requested,
    base: base.map((deb) => deb.name),
    debs: debs.map(({ name, url, sha256 }) => ({ name, url, sha256 })),
  };
}

/** The distribution, as the base image calls itself. */
function systemOf({ bootstrap, below }: Plan): string {
  if (below?.system !== undefined) return below.system;
  const suite = bootstrap?.suite ?? below?.suite;
  return suite === undefined ? 'no distribution' : `Debian ${suite}`;
}
