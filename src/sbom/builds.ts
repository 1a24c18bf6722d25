import { byName } from '../tree/paths.ts';
import {
  analyzed,
  contains,
  type Identified,
  IMAGE,
  NOTHING_SAID,
  type Part,
  type Relationship,
  type SpdxPackage,
} from './elements.ts';
import type { BuiltFrom, BuiltSource, FetchedDeb, SbomRequest } from './request.ts';

type GitSource = BuiltSource & { readonly kind: 'git' };
type HttpSource = BuiltSource & { readonly kind: 'http' };

/**
 * Returns the elements for programs built from source: one for each entry of `build` with a file in the image, and one
 * for each package used to build it.
 * @param files files of the image; undefined if they are not listed
 */
export function builtParts(all: readonly BuiltFrom[], files: readonly Identified[] | undefined): Part {
  const made = ({ outputs }: BuiltFrom) =>
    (files ?? []).filter((file) => outputs.some((output) => isOf(file, output)));
  const builds = all.filter((each) => files === undefined || made(each).length > 0);
  const debs = new Map(builds.flatMap((each) => each.debs.map((deb) => [deb.file, deb] as const)));
  const sorted = [...debs.values()].sort((a, b) => byName(a.file, b.file));
  const ids = new Map(sorted.map(({ file }, at) => [file, `SPDXRef-BuildPackage-${at + 1}`]));
  const built = builds.map((build, at) => {
    const SPDXID = `SPDXRef-Build-${at + 1}`;
    const own = made(build);
    return {
      element: buildPackage(SPDXID, build, own),
      relationships: [
        contains(IMAGE, SPDXID),
        ...own.map(({ id }) => contains(SPDXID, id)),
        ...build.debs.map((deb) => usedFor(ids.get(deb.file) ?? '', deb, SPDXID)),
      ],
    };
  });
  return {
    packages: [
      ...built.map(({ element }) => element),
      ...sorted.map((deb) => usedPackage(ids.get(deb.file) ?? '', deb)),
    ],
    relationships: built.flatMap(({ relationships }) => relationships),
  };
}

/** A file that an output names belongs to the build, even if it replaces a package's; in a folder, files without a package do. */
function isOf({ path, owners }: Identified, output: string): boolean {
  if (path === output) return true;
  return owners.length === 0 && path.startsWith(`${output.replace(/\/$/, '')}/`);
}

function buildPackage(
  SPDXID: string,
  { name, source }: BuiltFrom,
  files: readonly Identified[],
): SpdxPackage {
  const purpose = { ...analyzed(files), primaryPackagePurpose: 'APPLICATION' as const };
  if (source === undefined) return { SPDXID, name, downloadLocation: NOTHING_SAID, ...purpose };
  const { version, ...told } = source.kind === 'git' ? ofRepository(source) : ofArchive(source);
  return {
    SPDXID,
    name,
    ...(version === undefined ? {} : { versionInfo: version }),
    ...told,
    ...purpose,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: sourceUrl(name, source),
      },
    ],
  };
}

function ofRepository(source: GitSource) {
  const { ref, commit } = source;
  return {
    version: ref ?? commit,
    downloadLocation: vcsUrl(source),
    sourceInfo: `built from commit ${commit}`,
  };
}

function ofArchive({ url, sha256 }: HttpSource) {
  const checksums = [{ algorithm: 'SHA256' as const, checksumValue: sha256 }];
  return { version: undefined, downloadLocation: url, checksums, sourceInfo: `built from ${url}` };
}

/** Returns the location of a repository at a commit (SPDX 2.3, 7.7). The form `git@host:path` means ssh. */
function vcsUrl({ url, commit }: GitSource): string {
  const whole = url.includes('://') ? url : `ssh://${url.replace(':', '/')}`;
  return `git+${whole}@${commit}`;
}

/** Returns the purl of a source outside registries: of type `github` for GitHub, else `generic`. */
function sourceUrl(name: string, source: BuiltSource): string {
  if (source.kind === 'http') {
    const query = `download_url=${encodeURIComponent(source.url)}&checksum=sha256:${source.sha256}`;
    return `pkg:generic/${encodeURIComponent(name)}?${query}`;
  }
  const [, repository] = /^https:\/\/github\.com\/([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(source.url) ?? [];
  const version = encodeURIComponent(source.ref ?? source.commit);
  if (repository !== undefined) return `pkg:github/${repository.toLowerCase()}@${version}`;
  return `pkg:generic/${encodeURIComponent(name)}@${version}?vcs_url=${encodeURIComponent(vcsUrl(source))}`;
}

/** Omits the purl: with one, scanners would report advisories as if the package were in the image. */
function usedPackage(SPDXID: string, { name, version, origin, file, url, sha256 }: FetchedDeb): SpdxPackage {
  return {
    SPDXID,
    name,
    versionInfo: version,
    packageFileName: file,
    downloadLocation: url,
    filesAnalyzed: false,
    checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
    comment: `from ${origin}`,
  };
}

/** A package named `-dev` counts as linked or compiled in, except `dpkg-dev`, which is a tool. */
function usedFor(spdxElementId: string, { name }: FetchedDeb, relatedSpdxElement: string): Relationship {
  const isLibrary = name.endsWith('-dev') && name !== 'dpkg-dev';
  const relationshipType = isLibrary ? 'BUILD_DEPENDENCY_OF' : 'BUILD_TOOL_OF';
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

/** Returns the element of the base image. */
export function baseImagePart({ below }: Pick<SbomRequest, 'below'>): Part {
  if (below === undefined) return { packages: [], relationships: [] };
  const { name, digest } = below;
  const SPDXID = 'SPDXRef-BaseImage';
  return {
    packages: [
      {
        SPDXID,
        name,
        ...(digest === undefined ? {} : { versionInfo: digest }),
        downloadLocation: NOTHING_SAID,
        filesAnalyzed: false,
        primaryPackagePurpose: 'CONTAINER',
      },
    ],
    relationships: [{ spdxElementId: IMAGE, relationshipType: 'DESCENDANT_OF', relatedSpdxElement: SPDXID }],
  };
}
