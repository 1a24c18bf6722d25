import type { Output } from '../llb/index.ts';
import type { Prune } from '../plan/plan.ts';
import type { Pruned } from './prune.ts';
import { inBuilder, type Site } from './site.ts';

/** Fails where the pruning found something suspicious, if the Imagefile wants warnings to end the build. */
export function audit(site: Site, { report }: Pruned, { strict }: Prune): Output[] {
  if (strict === undefined) return [];
  const run = inBuilder(site, {
    name: 'see that nothing is suspicious',
    args: ['mib', 'audit'],
    ...(strict.at === undefined ? {} : { at: [strict.at] }),
    mounts: [
      { kind: 'bind', dest: '/in/report', input: report, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return [run.output('/out')];
}
