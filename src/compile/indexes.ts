import { type Archive, indexUrl, inReleaseUrl } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import { http, type Output } from '../llb/index.ts';
import { type CompileContext, common } from './context.ts';

/** A suite's signed list of indexes. It has no checksum: BuildKit asks the mirror each time whether it changed. */
export function inRelease(context: CompileContext, archive: Archive, at: readonly Range[]): Output {
  return http(
    inReleaseUrl(archive),
    { filename: 'InRelease', mode: 0o644 },
    common({ ...context, prefix: '' }, `read the index of ${archive.suite}`, at),
  );
}

/** A list of packages, by the checksum that its InRelease gives, as the file `savedName`. */
export function packageIndex(
  context: CompileContext,
  archive: Archive,
  index: IndexFile,
  at: readonly Range[],
): Output {
  return http(
    indexUrl(archive, index.path),
    { filename: savedName(archive, index), checksum: `sha256:${index.sha256}`, mode: 0o644 },
    common(context, `read the packages of ${archive.suite} (${index.name})`, at),
  );
}

/**
 * A source is known by checksum and file name, not by its URL, and fails for all that share it. Lists may be equal, as those of pockets
 * that have nothing for an architecture, and a mirror may have some of them only; so the name tells them apart.
 */
export function savedName({ suite }: Archive, { name }: IndexFile): string {
  return `${suite}_${name}`.replaceAll('/', '_');
}
