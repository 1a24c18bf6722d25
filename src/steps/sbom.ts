import { writeFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { readContents } from '../sbom/contents.ts';
import type { BuiltFrom } from '../sbom/request.ts';
import { spdxDocument } from '../sbom/spdx.ts';
import { isText } from '../tree/names.ts';
import { printable } from '../tree/printable.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';

/**
 * The most files in an SBOM. A file takes 400 to 500 bytes, and BuildKit accepts at most 40 MiB
 * (`exporter/attestation/make.go`).
 */
const MOST_FILES = 80_000;

/** Runs the step `sbom`: describes an image in `sbom.spdx.json`. @param most number of files to list */
export async function sbom(places: Places<'sbom'>, most = MOST_FILES): Promise<number> {
  const request = readRequest<'sbom'>(places.request);
  const tree = diskTree(places.image);
  const contents = readContents(tree, most);
  const builds = withPlaces(request.builds, resolverOf(tree));
  tree.close();
  const document = spdxDocument(contents, { ...request, builds });
  writeFileSync(`${places.out}/sbom.spdx.json`, `${JSON.stringify(document, asText)}\n`);
  const { components, files, unlisted } = contents;
  if (unlisted > 0) say(`left out: all ${unlisted} files, which are more than an SBOM can hold`);
  for (const path of contents.libraries.unreadable) say(`left out: ${printable(path)}, which cannot be read`);
  say(`packages: ${components.length}, files: ${files.length}`);
  return 0;
}

/** Escapes names that are not UTF-8, which not every reader of JSON can take. */
function asText(_: string, value: unknown): unknown {
  return typeof value === 'string' && !isText(value) ? printable(value) : value;
}

/** Makes the output paths of builds canonical: the Imagefile may name them through a link such as /bin. */
function withPlaces(builds: readonly BuiltFrom[], resolver: Resolver): readonly BuiltFrom[] {
  const place = (path: string) => resolver.follow(path)?.path ?? path;
  return builds.map((each) => ({ ...each, outputs: each.outputs.map(place) }));
}
