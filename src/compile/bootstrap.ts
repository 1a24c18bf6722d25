import type { Output } from '../llb/index.ts';
import type { Bootstrap } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { count, fetchAll } from './fetch.ts';
import { outputMount, request } from './step-mounts.ts';

/**
 * Makes debootstrap's minimal tree, without network, from packages fetched by checksum. Nothing specific to one image
 * is an input, so all images of a suite share the result.
 */
export function bootstrap(context: CompileContext, plan: Bootstrap): Output {
  const { suite, architecture, archives, components, packages } = plan;
  const { places } = STEPS.bootstrap;
  const run = inBuilder(context, 'bootstrap', {
    name: `bootstrap ${suite} (${count(packages.length, 'package')})`,
    at: packages.flatMap((deb) => deb.at ?? []).slice(0, 1),
    mounts: [
      request(context, 'bootstrap', {
        suite,
        architecture,
        archives,
        components,
        packages: packages.map(({ file }) => ({ file })),
        standIns: context.standIns === undefined ? undefined : true,
      }),
      ...fetchAll(context, packages, places.pool),
      outputMount(places.target),
    ],
  });
  return run.output(places.target);
}
