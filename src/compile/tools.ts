import { file, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { fetchAll } from './fetch.ts';

/** A static shell and tools, unpacked. */
export function unpackTools(context: CompileContext, deb: Deb): Output {
  const run = inBuilder(context, {
    name: `unpack ${deb.name}`,
    args: ['mib', 'tools'],
    mounts: [...fetchAll(context, [deb], '/in/pool'), { kind: 'bind', dest: '/out', output: true }],
  });
  return run.output('/out');
}

/** The image with them, in a layer of their own: the layers below stay what they are. */
export function addTools(context: CompileContext, image: Output, tools: Output, epoch: number): Output {
  return file(image, common(context, 'add a shell and tools'))
    .copy(tools, '/', '/', { dirCopyContents: true, time: epoch })
    .output();
}
