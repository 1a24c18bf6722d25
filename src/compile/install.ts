import type { Mount, Output } from '../llb/index.ts';
import type { Install } from '../plan/plan.ts';
import { type CompileContext, inTree } from './context.ts';
import { count, fetchAll } from './fetch.ts';
import { standInEnvironment, standInMounts } from './stand-ins.ts';

const ENVIRONMENT = ['DEBIAN_FRONTEND=noninteractive', 'LANG=C.UTF-8'];

/**
 * Puts dpkg's journal in memory. dpkg syncs it to disk fifteen times per package (`lib/dpkg/dbmodify.c`, `UPDATESDIR`).
 * It is empty at the end, and an interrupted step starts over.
 */
const JOURNAL: Mount = { kind: 'tmpfs', dest: '/var/lib/dpkg/updates' };

/**
 * Installs the packages into the tree with its own apt, and creates the accounts.
 * @param purpose set for the packages of a build: its name and, when cross-compiling, the target architecture
 */
export function install(
  context: CompileContext,
  tree: Output,
  plan: Install,
  epoch: number,
  purpose: { readonly build?: string; readonly foreign?: string } = {},
): Output {
  if (plan.packages.length + plan.accounts.length === 0) return tree;
  const names = plan.packages.map(({ name }) => name);
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
      ...(context.lacksEmulation ? ['MIB_UNEMULATED=1'] : []),
      `SOURCE_DATE_EPOCH=${epoch}`,
    ],
    cwd: '/',
    user: '0:0',
    keep: true,
    isAsked: false,
    mounts: [JOURNAL, ...standInMounts(context, names), ...fetchAll(context, plan.packages, '/.mib-pool')],
    at: plan.packages.flatMap((deb) => deb.at ?? []).slice(0, 1),
  });
  return run.output('/');
}

function title({ requested, packages }: Install): string {
  if (packages.length === 0) return 'create the accounts';
  return `install ${requested.join(', ')} (${count(packages.length, 'package')})`;
}
