import { commandLine } from '../imagefile/values/quote.ts';
import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { type CompileContext, inBuilder, request } from './context.ts';
import type { Compiled } from './image.ts';

/** An image that another is compared with. */
export interface Published {
  /** As people wrote it. */
  readonly name: string;
  readonly tree: Output;
}

/** The trees that the page is made of. */
type Trees = Pick<Compiled, 'full' | 'tree'> & { readonly report: Output };

/** What the pruning wrote, with `report.html` beside it. @param name what people call the image */
export function reportPage(
  context: CompileContext,
  plan: Plan,
  { full, tree, report }: Trees,
  name: string,
  published?: Published,
): Output {
  const readonly = { kind: 'bind', readonly: true, contentCache: false } as const;
  const run = inBuilder(context, {
    name: 'write the report',
    args: ['mib', 'report'],
    mounts: [
      request(context, 'report', pageRequest(plan, name, published?.name)),
      { ...readonly, dest: '/tree', input: full },
      { ...readonly, dest: '/image', input: tree },
      ...(published === undefined ? [] : [{ ...readonly, dest: '/baseline', input: published.tree }]),
      { kind: 'bind', dest: '/out', input: report, output: true },
    ],
  });
  return run.output('/out');
}

function pageRequest(plan: Plan, name: string, baseline?: string) {
  const { platform, bootstrap, install, config } = plan;
  const { Entrypoint = [], Cmd = [] } = config.config;
  const base = bootstrap?.packages ?? [];
  const debs = [...base, ...install.packages];
  return {
    image: { name, platform, system: systemOf(plan), starts: commandLine([...Entrypoint, ...Cmd]) },
    requested: install.requested,
    base: base.map((deb) => deb.name),
    debs: debs.map(({ name, url, sha256 }) => ({ name, url, sha256 })),
    ...(baseline !== undefined && { baseline }),
    epoch: Date.parse(config.created) / 1000,
  };
}

/** The distribution, as the base image calls itself. */
function systemOf({ bootstrap, below }: Plan): string {
  if (below?.system !== undefined) return below.system;
  const suite = bootstrap?.suite ?? below?.suite;
  return suite === undefined ? 'no distribution' : `Debian ${suite}`;
}
