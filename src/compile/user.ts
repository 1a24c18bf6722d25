import type { Output } from '../llb/index.ts';
import type { Process } from '../plan/plan.ts';
import { inBuilder, request, type Site } from './site.ts';

/**
 * The tree, once it is known to have the account that the image runs as. An account of the Imagefile has been made, and
 * is written as numbers; another name has to come from a package.
 */
export function verifyUser(site: Site, tree: Output, { user, userAt }: Process): Output {
  if (/^\d*(?::\d+)?$/.test(user)) return tree;
  const run = inBuilder(site, {
    name: `find the user ${user}`,
    args: ['mib', 'user'],
    ...(userAt === undefined ? {} : { at: [userAt] }),
    mounts: [request(site, 'user', { user }), { kind: 'bind', dest: '/tree', input: tree, output: true }],
  });
  return run.output('/tree');
}
