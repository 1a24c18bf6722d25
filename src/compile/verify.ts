import type { Output } from '../llb/index.ts';
import type { Prune } from '../plan/plan.ts';
import type { Pruned } from './prune.ts';
import { inBuilder, request, type Site } from './site.ts';

/** Fails where the pruned tree is not the part of the full one that the pruning says it is. Runs beside the checks. */
export function verify(site: Site, full: Output, pruned: Pruned, plan: Prune): Output {
  const { environment, epoch } = plan.request;
  const run = inBuilder(site, {
    name: 'compare the image with the full tree',
    args: ['mib', 'verify'],
    at: plan.patternsAt,
    mounts: [
      request(site, 'verify', { environment, epoch }),
      { kind: 'bind', dest: '/tree', input: full, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/image', input: pruned.rootfs, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/in/report', input: pruned.report, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
