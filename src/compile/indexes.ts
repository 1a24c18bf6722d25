import { indexUrl, inReleaseUrl } from '../debian/archive.ts';
import type { Archive } from '../debian/lock.ts';
import type { IndexFile } from '../debian/release.ts';
import type { Range } from '../imagefile/diagnostic.ts';
import { http, type Output } from '../llb/index.ts';
import { common, type Site } from './site.ts';

/** A suite's signed list of indexes. It has no checksum: BuildKit asks the mirror each time whether it changed. */
export function inRelease(site: Site, archive: Archive, at: readonly Range[]): Output {
  return http(
    inReleaseUrl(archive),
    { filename: 'InRelease', mode: 0o644 },
    common({ ...site, prefix: '' }, `read the index of ${archive.suite}`, at),
  );
}

/** A list of packages, by the checksum that its InRelease gives. */
export function packageIndex(site: Site, archive: Archive, index: IndexFile, at: readonly Range[]): Output {
  const filename = index.name.slice(index.name.lastIndexOf('/') + 1);
  return http(
    indexUrl(archive, index.path),
    { filename, checksum: `sha256:${index.sha256}`, mode: 0o644 },
    common(site, `read the packages of ${archive.suite} (${index.name})`, at),
  );
}
