import type { Mount, Output } from '../llb/index.ts';
import type { Install } from '../plan/plan.ts';
import { type CompileContext, inTree } from './context.ts';
import { count, fetchAll } from './fetch.ts';
import { standInEnvironment, standInMounts } from './stand-ins.ts';

const ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'LANG=C.UTF-8'];

/**
 * What dpkg notes between two versions of its database, and has the disk write fifteen times for each package: it is empty
 * at the end (dpkg `lib/dpkg/dbmodify.c`, `UPDATESDIR`), and a step that is cut off starts anew.
 */
const JOURNAL: Mount = { kind: 'tmpfs', dest: '/var/lib/dpkg/updates' };

/**
 * Installs the packages into the tree with its own apt, and creates the accounts.
 * @param purpose what they are for, where that is not the image: the name of a build, and the other architecture that it is for
 */
export function install(
  context: CompileContext,
  tree: Output,
  plan: Install,
  epoch: number,
  purpose: { readonly build?: string; readonly foreign?: string } = {},
): Output {
  if (plan.packages.length + plan.accounts.length === 0) return tree;
  const run = inTree(context, tree, {
    name: title(plan) + (purpose.build === undefined ? '' : ` to build ${purpose.build}`),
    args: [
      '/.mib/install',
      ...plan.accounts.map(({ name, uid, gid, home }) => `${name}:${uid}:${gid}:${home}`),
    ],
    env: [
      ...ENVIRONMENT,
      ...(purpose.foreign === undefined ? [] : [`MIB_FOREIGN=${purpose.foreign}`]),
      ...standInEnvironment(context.standIns),
      `SOURCE_DATE_EPOCH=${epoch}`,
    ],
    cwd: '/',
    user: '0:0',
    keep: true,
    isAsked: false,
    mounts: [JOURNAL, ...standInMounts(context), ...fetchAll(context, plan.packages, '/.mib-pool')],
    at: plan.packages.flatMap((deb) => deb.at ?? []).slice(0, 1),
  });
  return run.output('/');
}

function title({ requested, packages }: Install): string {
  if (packages.length === 0) return 'create the accounts';
  return `install ${requested.join(', ')} (${count(packages.length, 'package')})`;
}
