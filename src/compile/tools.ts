import { file, type Output } from '../llb/index.ts';
import type { Deb } from '../plan/plan.ts';
import { fetchAll } from './fetch.ts';
import { common, inBuilder, type Site } from './site.ts';

/** The image with a static shell and tools, in a layer of their own: the layers below stay what they are. */
export function addTools(site: Site, image: Output, deb: Deb, epoch: number): Output {
  const run = inBuilder(site, {
    name: `unpack ${deb.name}`,
    args: ['mib', 'tools'],
    mounts: [...fetchAll(site, [deb], '/in/pool'), { kind: 'bind', dest: '/out', output: true }],
  });
  return file(image, common(site, 'add a shell and tools'))
    .copy(run.output('/out'), '/', '/', { dirCopyContents: true, time: epoch })
    .output();
}
