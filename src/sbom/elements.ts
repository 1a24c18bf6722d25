import { createHash } from 'node:crypto';
import { byName } from '../tree/paths.ts';
import type { ListedFile } from './contents.ts';

/** SpdxDocument is an SPDX 2.3 document, with the names of its JSON schema. */
export interface SpdxDocument {
  readonly spdxVersion: 'SPDX-2.3';
  readonly dataLicense: 'CC0-1.0';
  readonly SPDXID: string;
  readonly name: string;
  readonly documentNamespace: string;
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] };
  readonly comment?: string;
  readonly packages: readonly SpdxPackage[];
  readonly files: readonly SpdxFile[];
  readonly hasExtractedLicensingInfos: readonly Readonly<
    Record<'licenseId' | 'name' | 'extractedText', string>
  >[];
  readonly relationships: readonly Relationship[];
}

export interface SpdxPackage {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo?: string;
  readonly packageFileName?: string;
  readonly supplier?: string;
  readonly downloadLocation: string;
  readonly filesAnalyzed: boolean;
  readonly packageVerificationCode?: { readonly packageVerificationCodeValue: string };
  readonly checksums?: readonly Checksum[];
  readonly homepage?: string;
  readonly sourceInfo?: string;
  readonly comment?: string;
  readonly licenseDeclared?: string;
  readonly primaryPackagePurpose?: 'APPLICATION' | 'CONTAINER' | 'OPERATING_SYSTEM';
  readonly externalRefs?: readonly Readonly<
    Record<'referenceCategory' | 'referenceType' | 'referenceLocator', string>
  >[];
}

export interface SpdxFile {
  readonly SPDXID: string;
  readonly fileName: string;
  readonly checksums: readonly Checksum[];
}

interface Checksum {
  readonly algorithm: 'SHA1' | 'SHA256';
  readonly checksumValue: string;
}

export interface Relationship {
  readonly spdxElementId: string;
  readonly relationshipType:
    | 'DESCRIBES'
    | 'CONTAINS'
    | 'BUILD_DEPENDENCY_OF'
    | 'BUILD_TOOL_OF'
    | 'DESCENDANT_OF'
    | 'GENERATED_FROM'
    | 'STATIC_LINK';
  readonly relatedSpdxElement: string;
}

/** Part is a set of elements of a document, with their relationships. */
export interface Part {
  readonly packages: readonly SpdxPackage[];
  readonly relationships: readonly Relationship[];
}

export const IMAGE = 'SPDXRef-Image';
export const NOTHING_SAID = 'NOASSERTION';

/** Identified is a file with its identifier in the document. */
export type Identified = ListedFile & { readonly id: string };

export function contains(id: string, related: string): Relationship {
  return { spdxElementId: id, relationshipType: 'CONTAINS', relatedSpdxElement: related };
}

/** Returns the files of a package. Without files, it must state that none were analysed (SPDX 2.3, 7.8). */
export function analyzed(
  files: readonly Identified[],
): Pick<SpdxPackage, 'filesAnalyzed' | 'packageVerificationCode'> {
  if (files.length === 0) return { filesAnalyzed: false };
  const sums = files.map(({ sha1 }) => sha1).sort(byName);
  const code = createHash('sha1').update(sums.join('')).digest('hex');
  return { filesAnalyzed: true, packageVerificationCode: { packageVerificationCodeValue: code } };
}
