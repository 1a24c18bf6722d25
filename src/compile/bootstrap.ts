import type { Output } from '../llb/index.ts';
import type { Bootstrap } from '../plan/plan.ts';
import { type CompileContext, inBuilder, request } from './context.ts';
import { count, fetchAll } from './fetch.ts';

/**
 * debootstrap's minimal tree, made without network from packages that were fetched by checksum. Nothing of a single
 * image enters this operation, so that all images of a suite share its result.
 */
export function bootstrap(context: CompileContext, plan: Bootstrap): Output {
  const { suite, architecture, archives, components, packages } = plan;
  const run = inBuilder(context, {
    name: `bootstrap ${suite} (${count(packages.length, 'package')})`,
    args: ['mib', 'bootstrap'],
    mounts: [
      request(context, 'bootstrap', {
        suite,
        architecture,
        archives,
        components,
        packages: packages.map(({ file }) => ({ file })),
        ...(context.standIns === undefined ? {} : { standIns: true }),
      }),
      ...fetchAll(context, packages, '/pool'),
      { kind: 'bind', dest: '/target', output: true },
    ],
  });
  return run.output('/target');
}
