import type { Archive } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import type { WhoHasRequest } from '../debian/resolution.ts';
import type { Output } from '../llb/index.ts';
import { inBuilder, request, type Site } from './context.ts';
import { packageIndex, savedName } from './indexes.ts';

/** Looks packages up in the list of sources, which knows all architectures. The result holds `whohas.json`. */
export function whoHas(site: Site, archive: Archive, sources: IndexFile, ask: WhoHasRequest): Output {
  const run = inBuilder(site, {
    name: `look for ${ask.names.join(', ')} on other architectures`,
    args: ['mib', 'whohas'],
    mounts: [
      request(site, 'whohas', ask),
      {
        kind: 'bind',
        dest: '/in/archives/0/Sources.xz',
        selector: `/${savedName(archive, sources)}`,
        readonly: true,
        input: packageIndex(site, archive, sources, []),
      },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
