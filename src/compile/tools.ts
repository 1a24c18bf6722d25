import { file, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { common, inBuilder, type Site } from './context.ts';
import { fetchAll } from './fetch.ts';

/** A static shell and tools, unpacked. */
export function unpackTools(site: Site, deb: Deb): Output {
  const run = inBuilder(site, {
    name: `unpack ${deb.name}`,
    args: ['mib', 'tools'],
    mounts: [...fetchAll(site, [deb], '/in/pool'), { kind: 'bind', dest: '/out', output: true }],
  });
  return run.output('/out');
}

/** The image with them, in a layer of their own: the layers below stay what they are. */
export function addTools(site: Site, image: Output, tools: Output, epoch: number): Output {
  return file(image, common(site, 'add a shell and tools'))
    .copy(tools, '/', '/', { dirCopyContents: true, time: epoch })
    .output();
}
