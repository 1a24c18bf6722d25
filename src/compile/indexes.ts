import { type Archive, indexUrl, inReleaseUrl } from '../debian/archive.ts';
import type { IndexFile } from '../debian/release.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import { http, type Output } from '../llb/index.ts';
import { type CompileContext, common } from './context.ts';

/** Fetches a suite's InRelease, its signed list of indexes. It has no checksum: BuildKit revalidates it in each build. */
export function inRelease(context: CompileContext, archive: Archive, at: readonly Range[]): Output {
  return http(
    inReleaseUrl(archive),
    { filename: 'InRelease', mode: 0o644 },
    common({ ...context, prefix: '' }, `read the index of ${archive.suite}`, at),
  );
}

/** Fetches a package index by the checksum in its InRelease, as the file `savedName`. */
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
 * Returns the file name of a fetched index. BuildKit identifies a source by checksum and file name, not by URL, and a
 * failure counts for all that share them. Indexes may have equal contents (pockets without packages for an architecture)
 * while a mirror has only some of them, so each gets a name of its own.
 */
export function savedName({ suite }: Archive, { name }: IndexFile): string {
  return `${suite}_${name}`.replaceAll('/', '_');
}
