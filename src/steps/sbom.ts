import { readFileSync, writeFileSync } from 'node:fs';
import { readContents } from '../sbom/contents.ts';
import type { BuiltFrom, SbomRequest } from '../sbom/request.ts';
import { spdxDocument } from '../sbom/spdx.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { say } from './say.ts';

/** Where the step finds the image, and leaves the description of it. */
export interface Places {
  readonly request: string;
  readonly image: string;
  readonly out: string;
}

const PLACES: Places = { request: '/in/request.json', image: '/image', out: '/out' };

/**
 * A file takes 400 to 500 bytes of the document, and BuildKit takes none of more than 40 MiB
 * (`exporter/attestation/make.go`).
 */
const MOST_FILES = 80_000;

/** The step `sbom`: describes an image in `sbom.spdx.json`. @param most files that it lists */
export async function sbom(places: Places = PLACES, most = MOST_FILES): Promise<number> {
  const request: SbomRequest = JSON.parse(readFileSync(places.request, 'utf8'));
  const tree = diskTree(places.image);
  const contents = readContents(tree, most);
  const builds = withPlaces(request.builds, resolverOf(tree));
  tree.close();
  const document = spdxDocument(contents, { ...request, builds });
  writeFileSync(`${places.out}/sbom.spdx.json`, `${JSON.stringify(document)}\n`);
  const { components, files, unlisted } = contents;
  for (const folder of [...tree.unnamable].sort()) say(`left out of ${folder}: names that are not UTF-8`);
  if (unlisted > 0) say(`left out: all ${unlisted} files, which are more than an SBOM can hold`);
  say(`packages: ${components.length}, files: ${files.length}`);
  return 0;
}

/** With the canonical paths of what was made: the Imagefile may name it by way of a link, as /bin. */
function withPlaces(builds: readonly BuiltFrom[], resolver: Resolver): readonly BuiltFrom[] {
  const place = (path: string) => resolver.follow(path)?.path ?? path;
  return builds.map((each) => ({ ...each, outputs: each.outputs.map(place) }));
}
