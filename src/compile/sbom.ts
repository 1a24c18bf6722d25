import type { Output } from '../llb/index.ts';
import type { Plan } from '../plan/plan.ts';
import type { SbomRequest } from '../sbom/request.ts';
import { inBuilder, request, type Site } from './site.ts';

/** Describes what an image holds. The result has `sbom.spdx.json`. @param name what people call the image */
export function sbom(site: Site, plan: Plan, image: Output, name: string): Output {
  const { bootstrap, below, install, tools, config } = plan;
  const debs = [...(bootstrap?.packages ?? []), ...install.packages, ...(tools === undefined ? [] : [tools])];
  const wanted: SbomRequest = {
    name,
    created: config.created,
    suite: (bootstrap ?? below)?.suite ?? '',
    debs: debs.map(({ file, url, sha256 }) => ({ file, url, sha256 })),
  };
  const run = inBuilder(site, {
    name: 'list what is in the image',
    args: ['mib', 'sbom'],
    mounts: [
      request(site, 'sbom', wanted),
      { kind: 'bind', dest: '/image', input: image, readonly: true, contentCache: false },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
