import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { SpdxDocument } from '../../src/sbom/elements.ts';

const isValid = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(join(import.meta.dirname, 'spdx-schema.json'), 'utf8')),
);

/** What is wrong with a document: by the schema, and by what the specification says beyond it. */
export function spdxFaults(document: SpdxDocument): readonly string[] {
  const bySchema = isValid(document) ? [] : (isValid.errors ?? []);
  const { packages, files, relationships, hasExtractedLicensingInfos: licences } = document;
  const ids = [document, ...packages, ...files].map(({ SPDXID }) => SPDXID);
  const known = new Set(ids);
  const ends = relationships.flatMap((each) => [each.spdxElementId, each.relatedSpdxElement]);
  const named = packages.flatMap(
    ({ licenseDeclared = '' }) => licenseDeclared.match(/LicenseRef-[\w.-]+/g) ?? [],
  );
  const defined = new Set(licences.map(({ licenseId }) => licenseId));
  const contained = new Set(
    relationships
      .filter((each) => each.relationshipType === 'CONTAINS')
      .map((each) => each.relatedSpdxElement),
  );
  const containers = new Set(
    relationships.flatMap((each) =>
      each.relatedSpdxElement.startsWith('SPDXRef-File-') ? [each.spdxElementId] : [],
    ),
  );
  return [
    ...bySchema.map(({ instancePath, message }) => `${instancePath} ${message}`),
    ...ids.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(id)).map((id) => `${id} is no identifier`),
    ...(known.size === ids.length ? [] : ['two elements have one identifier']),
    ...ends.filter((id) => !known.has(id)).map((id) => `${id} is related and not there`),
    ...named.filter((id) => !defined.has(id)).map((id) => `${id} has no text`),
    ...licences
      .filter(({ licenseId }) => !named.includes(licenseId))
      .map((each) => `${each.licenseId} is of nothing`),
    ...files
      .filter(({ SPDXID }) => !contained.has(SPDXID))
      .map(({ fileName }) => `${fileName} is in no package`),
    ...packages
      .filter((each) => each.filesAnalyzed !== containers.has(each.SPDXID))
      .map(({ name }) => `whether files of ${name} were analyzed contradicts its relationships`),
    ...packages
      .filter((each) => each.filesAnalyzed !== (each.packageVerificationCode !== undefined))
      .map(({ name }) => `${name} has a verification code without files, or files without`),
  ];
}
