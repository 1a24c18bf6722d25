import type { Archive } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import type { WhoHasRequest } from '../debian/resolution.ts';
import type { Output } from '../llb/index.ts';
import { type CompileContext, inBuilder, request } from './context.ts';
import { packageIndex, savedName } from './indexes.ts';

/** Looks packages up in the list of sources, which knows all architectures. The result holds `whohas.json`. */
export function whoHas(
  context: CompileContext,
  archive: Archive,
  sources: IndexFile,
  ask: WhoHasRequest,
): Output {
  const run = inBuilder(context, {
    name: `look for ${ask.names.join(', ')} on other architectures`,
    args: ['mib', 'whohas'],
    mounts: [
      request(context, 'whohas', ask),
      {
        kind: 'bind',
        dest: '/in/archives/0/Sources.xz',
        selector: `/${savedName(archive, sources)}`,
        readonly: true,
        input: packageIndex(context, archive, sources, []),
      },
      { kind: 'bind', dest: '/out', output: true },
    ],
  });
  return run.output('/out');
}
