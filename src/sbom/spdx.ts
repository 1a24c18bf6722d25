import { createHash } from 'node:crypto';
import { debFileName } from '../debian/lock.ts';
import { byName } from '../tree/paths.ts';
import { baseImagePart, builtParts } from './builds.ts';
import type { Component } from './component.ts';
import type { Contents } from './contents.ts';
import {
  analyzed,
  contains,
  type Identified,
  IMAGE,
  NOTHING_SAID,
  type SpdxDocument,
  type SpdxFile,
  type SpdxPackage,
} from './elements.ts';
import { goParts } from './go.ts';
import { libraryParts } from './libraries/parts.ts';
import { declaredLicence, knownExpression, type OtherLicence } from './licences.ts';
import { packageUrl } from './package-url.ts';
import type { FetchedDeb, SbomRequest } from './request.ts';

const DOCUMENT = 'SPDXRef-DOCUMENT';
/** trivy recognises the operating system by the prefix of this identifier. */
const SYSTEM = 'SPDXRef-OperatingSystem';

/** Returns the SPDX document of an image. Deterministic: the namespace is a digest of the rest. */
export function spdxDocument(contents: Contents, request: SbomRequest): SpdxDocument {
  const files = contents.files.map((file, at) => ({ ...file, id: `SPDXRef-File-${at + 1}` }));
  const owned = filesByOwner(files);
  const unowned = files.filter(({ owners }) => owners.length === 0);
  const licences = new Map<string, OtherLicence>();
  const system = systemPackage(contents);
  const components = contents.components.map((each) => ({
    package: distributedPackage(each, { contents, request, files: owned.get(each) ?? [], licences }),
    files: owned.get(each) ?? [],
  }));
  const packages = [...system, ...components.map((each) => each.package)];
  const built = builtParts(request.builds, contents.unlisted > 0 ? undefined : files);
  const go = goParts(contents.programs, files);
  const libraries = libraryParts(contents.libraries.all, files);
  const below = baseImagePart(request);
  const made = new Set(
    [...built.relationships, ...libraries.relationships].map((each) => each.relatedSpdxElement),
  );
  const loose = unowned.filter(({ id }) => !made.has(id));
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: request.name,
    documentNamespace: '',
    creationInfo: { created: request.created, creators: ['Tool: mib'] },
    ...commentOn(contents),
    packages: [
      imagePackage(request, loose),
      ...packages,
      ...built.packages,
      ...go.packages,
      ...libraries.packages,
      ...below.packages,
    ],
    files: files.map(fileEntry),
    hasExtractedLicensingInfos: [...licences.values()]
      .sort((a, b) => byName(a.id, b.id))
      .map(({ id, name, text }) => ({ licenseId: id, name, extractedText: text })),
    relationships: [
      { spdxElementId: DOCUMENT, relationshipType: 'DESCRIBES', relatedSpdxElement: IMAGE },
      ...packages.map(({ SPDXID }) => contains(IMAGE, SPDXID)),
      ...components.flatMap((each) => each.files.map(({ id }) => contains(each.package.SPDXID, id))),
      ...loose.map(({ id }) => contains(IMAGE, id)),
      ...built.relationships,
      ...go.relationships,
      ...libraries.relationships,
      ...below.relationships,
    ],
  } as const;
  const sum = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  const namespace = `https://spdx.org/spdxdocs/${encodeURIComponent(request.name)}-${sum}`;
  return { ...document, documentNamespace: namespace };
}

/** Says what the document lacks. */
function commentOn({ unlisted, libraries }: Contents): Pick<SpdxDocument, 'comment'> {
  const lines = [
    ...(unlisted === 0 ? [] : [`${unlisted} files are too many to be listed.`]),
    ...libraries.unreadable.map((path) => `${path} cannot be read.`),
  ];
  return lines.length === 0 ? {} : { comment: lines.join('\n') };
}

function filesByOwner(files: readonly Identified[]): ReadonlyMap<Component, readonly Identified[]> {
  const found = new Map<Component, Identified[]>();
  for (const file of files) {
    for (const owner of file.owners) {
      const known = found.get(owner);
      if (known === undefined) found.set(owner, [file]);
      else known.push(file);
    }
  }
  return found;
}

function imagePackage({ name }: SbomRequest, files: readonly Identified[]): SpdxPackage {
  return {
    SPDXID: IMAGE,
    name,
    downloadLocation: NOTHING_SAID,
    ...analyzed(files),
    primaryPackagePurpose: 'CONTAINER',
  };
}

function systemPackage({ system }: Contents): SpdxPackage[] {
  if (system === undefined) return [];
  const { id, version } = system;
  return [
    {
      SPDXID: SYSTEM,
      name: id,
      ...(version === undefined ? {} : { versionInfo: version }),
      downloadLocation: NOTHING_SAID,
      filesAnalyzed: false,
      primaryPackagePurpose: 'OPERATING_SYSTEM',
    },
  ];
}

interface Surroundings {
  readonly contents: Contents;
  readonly request: SbomRequest;
  readonly files: readonly Identified[];
  /** Collects declared licences without an SPDX identifier. */
  readonly licences: Map<string, OtherLicence>;
}

function distributedPackage(
  of: Component,
  { contents, request, files, licences }: Surroundings,
): SpdxPackage {
  const deb = fetchedAs(of, request.debs);
  const declared = of.copyright === undefined ? undefined : declaredLicence(of.copyright);
  for (const other of declared?.others ?? []) licences.set(other.id, other);
  return {
    SPDXID: `SPDXRef-Package-${word(of.name)}-${word(of.architecture)}`,
    name: of.name,
    versionInfo: of.version,
    ...(deb === undefined ? {} : { packageFileName: deb.file }),
    ...(of.maintainer === undefined ? {} : { supplier: supplier(of.maintainer) }),
    downloadLocation: deb?.url ?? NOTHING_SAID,
    ...analyzed(files),
    ...(deb === undefined ? {} : { checksums: [{ algorithm: 'SHA256', checksumValue: deb.sha256 }] }),
    ...(of.homepage === undefined ? {} : { homepage: of.homepage }),
    // trivy parses the source from this text.
    sourceInfo: `built package from: ${of.source.name} ${of.source.version}`,
    ...(deb === undefined ? {} : { comment: `from ${deb.origin}` }),
    licenseDeclared: declared?.expression ?? knownExpression(of.licence ?? '') ?? NOTHING_SAID,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: packageUrl(of, contents.system, request.suite),
      },
    ],
  };
}

function fetchedAs(of: Component, debs: readonly FetchedDeb[]) {
  const file = debFileName(of);
  return debs.find((deb) => deb.file === file);
}

function fileEntry({ id, path, sha1, sha256 }: Identified): SpdxFile {
  return {
    SPDXID: id,
    fileName: `.${path}`,
    checksums: [
      { algorithm: 'SHA1', checksumValue: sha1 },
      { algorithm: 'SHA256', checksumValue: sha256 },
    ],
  };
}

/**
 * Identifiers hold letters, digits, dots and hyphens; names of packages have no capitals, so `P` is free for a plus, `U` for an
 * underscore, and `X` for what no known name has.
 */
function word(name: string): string {
  return name
    .replaceAll('+', 'P')
    .replaceAll('_', 'U')
    .replaceAll(/[^A-Za-z0-9.-]/g, 'X');
}

function supplier(maintainer: string): string {
  const [, name = maintainer, address] = /^(.*?)\s*<(.*)>$/.exec(maintainer) ?? [];
  return `Organization: ${name}${address === undefined ? '' : ` (${address})`}`;
}
