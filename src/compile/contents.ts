import type { Archive } from '../debian/archive.ts';
import type { ContentsRequest } from '../debian/contents.ts';
import type { IndexFile } from '../debian/release.ts';
import type { Output } from '../llb/index.ts';
import { archivePath } from '../protocol/packages.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, inBuilder } from './context.ts';
import { packageIndex, savedName } from './indexes.ts';
import { fileMount, outputMount, request } from './step-mounts.ts';

/** Looks files up in a suite's list of all files. The result holds `contents.json`. */
export function lookUpFiles(
  context: CompileContext,
  archive: Archive,
  index: IndexFile,
  ask: ContentsRequest,
): Output {
  const { places } = STEPS.contents;
  const run = inBuilder(context, 'contents', {
    name: `look for packages with ${ask.names.join(', ')}`,
    mounts: [
      request(context, 'contents', ask),
      fileMount(
        `${archivePath(places.archives, 0)}/Contents.gz`,
        packageIndex(context, archive, index, []),
        `/${savedName(archive, index)}`,
      ),
      outputMount(places.out),
    ],
  });
  return run.output(places.out);
}
