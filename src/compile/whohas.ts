import type { Archive } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import type { WhoHasRequest } from '../debian/resolution.ts';
import type { Output } from '../llb/index.ts';
import { archivePath } from '../protocol/packages.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { packageIndex, savedName } from './indexes.ts';
import { fileMount, outputMount, request } from './step-mounts.ts';

/** Looks packages up in the index of sources, which covers all architectures. The result holds `whohas.json`. */
export function whoHas(
  context: CompileContext,
  archive: Archive,
  sources: IndexFile,
  ask: WhoHasRequest,
): Output {
  const { places } = STEPS.whohas;
  const run = inBuilder(context, 'whohas', {
    name: `look for ${ask.names.join(', ')} on other architectures`,
    mounts: [
      request(context, 'whohas', ask),
      fileMount(
        `${archivePath(places.archives, 0)}/Sources.xz`,
        packageIndex(context, archive, sources, []),
        `/${savedName(archive, sources)}`,
      ),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}
