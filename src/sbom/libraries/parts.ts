import { foldersAbove } from '../../tree/paths.ts';
import {
  analyzed,
  contains,
  type Identified,
  IMAGE,
  NOTHING_SAID,
  type Part,
  type SpdxPackage,
} from '../elements.ts';
import { knownExpression } from '../licences.ts';
import type { Library } from './library.ts';
import { libraryUrl } from './read.ts';

/** Returns an element for each library, which contains the files nearest to it. */
export function libraryParts(all: readonly Library[], files: readonly Identified[]): Part {
  const roots = new Map<string, Library[]>();
  for (const each of all)
    for (const root of new Set(each.roots))
      if (root !== '/') roots.set(root, [...(roots.get(root) ?? []), each]);
  const owned = new Map<Library, Identified[]>(all.map((each) => [each, []]));
  for (const file of roots.size === 0 ? [] : files) {
    const nearest = [file.path, ...foldersAbove(file.path)].find((place) => roots.has(place));
    for (const each of roots.get(nearest ?? '') ?? []) owned.get(each)?.push(file);
  }
  const parts = [...owned].map(([library, own], at) => {
    const SPDXID = `SPDXRef-Library-${at + 1}`;
    return { element: libraryPackage(SPDXID, library, own), own };
  });
  return {
    packages: parts.map(({ element }) => element),
    relationships: parts.flatMap(({ element: { SPDXID }, own }) => [
      contains(IMAGE, SPDXID),
      ...own.map(({ id }) => contains(SPDXID, id)),
    ]),
  };
}

function libraryPackage(SPDXID: string, of: Library, files: readonly Identified[]): SpdxPackage {
  const { type, namespace, name, version, licence = '' } = of;
  return {
    SPDXID,
    name: namespace === undefined || type === 'maven' ? name : `${namespace}/${name}`,
    versionInfo: version,
    downloadLocation: NOTHING_SAID,
    ...analyzed(files),
    licenseDeclared: knownExpression(licence) ?? NOTHING_SAID,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: libraryUrl(of),
      },
    ],
  };
}
