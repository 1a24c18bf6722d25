import { file, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { fetchAll } from './fetch.ts';
import { outputMount } from './step-mounts.ts';

/** Unpacks a static shell and tools. */
export function unpackTools(context: CompileContext, deb: Deb): Output {
  const { places } = STEPS.tools;
  const run = inBuilder(context, 'tools', {
    name: `unpack ${deb.name}`,
    mounts: [...fetchAll(context, [deb], places.pool), outputMount(places.out)],
  });
  return run.output(places.out);
}

/** Adds the tools to the image in a layer of their own, so that its other layers do not change. */
export function addTools(context: CompileContext, image: Output, tools: Output, epoch: number): Output {
  return file(image, common(context, 'add a shell and tools'))
    .copy(tools, '/', '/', { dirCopyContents: true, time: epoch })
    .output();
}
