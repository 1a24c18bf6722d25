import { isBigEndian } from '../debian/architecture.ts';
import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { outputMount, request } from './step-mounts.ts';

/** Compiles the locales of the Imagefile in a tree. It runs in the builder, so no program of a foreign machine is needed. */
export function compileLocales(
  context: CompileContext,
  tree: Output,
  { locales = [], architecture }: Pick<Plan, 'locales' | 'architecture'>,
  epoch: number,
): Output {
  if (locales.length === 0) return tree;
  const { places } = STEPS.locales;
  const names = locales.map(({ value }) => value);
  const endian = isBigEndian(architecture) ? 'big' : 'little';
  const run = inBuilder(context, 'locales', {
    name: `compile the locales ${names.join(', ')}`,
    at: locales.map(({ at }) => at),
    mounts: [request(context, 'locales', { names, endian, epoch }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}

/** Returns the tree after a check that it has the time zones of the Imagefile. */
export function verifyTimezones(
  context: CompileContext,
  tree: Output,
  { timezones }: Pick<Plan, 'timezones'>,
): Output {
  if (timezones === undefined) return tree;
  const zones = 'names' in timezones ? timezones.names : [];
  const names = zones.map(({ value }) => value);
  const { places } = STEPS.timezones;
  const run = inBuilder(context, 'timezones', {
    name: `find ${names.length === 0 ? 'all time zones' : `the time zones ${names.join(', ')}`}`,
    at: 'names' in timezones ? zones.map(({ at }) => at) : [timezones.at],
    mounts: [request(context, 'timezones', { names }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}
