import type { GoBuild, GoModule } from '../elf/go.ts';
import { byName } from '../tree/paths.ts';
import type { GoProgram } from './contents.ts';
import { contains, type Identified, IMAGE, NOTHING_SAID, type Part, type SpdxPackage } from './elements.ts';

/** Name of Go's standard library in Go's vulnerability database. */
const STANDARD = 'stdlib';

/**
 * Returns an element for each Go module in a program, and for Go's standard library.
 * @param files files of the image; empty if they are not listed
 */
export function goParts(programs: readonly GoProgram[], files: readonly Identified[]): Part {
  const places = new Map(files.map(({ path, id }) => [path, id]));
  const all = programs.map(({ path, build }) => ({ file: places.get(path), ...modulesOf(build) }));
  const modules = new Map(
    all.flatMap(({ main, linked }) => [...main, ...linked].map((module) => [nameOf(module), module])),
  );
  const sorted = [...modules].sort(([a], [b]) => byName(a, b));
  const ids = new Map(sorted.map(([name], at) => [name, `SPDXRef-GoModule-${at + 1}`]));
  const idOf = (module: GoModule) => ids.get(nameOf(module)) ?? '';
  const related = (file: string, relationshipType: 'GENERATED_FROM' | 'STATIC_LINK', to: GoModule) => ({
    spdxElementId: file,
    relationshipType,
    relatedSpdxElement: idOf(to),
  });
  return {
    packages: sorted.map(([name, module]) => modulePackage(ids.get(name) ?? '', module)),
    relationships: [
      ...sorted.map(([name]) => contains(IMAGE, ids.get(name) ?? '')),
      ...all.flatMap(({ file, main, linked }) =>
        file === undefined
          ? []
          : [
              ...main.map((module) => related(file, 'GENERATED_FROM', module)),
              ...linked.map((module) => related(file, 'STATIC_LINK', module)),
            ],
      ),
    ],
  };
}

function modulesOf({ go, main, modules }: GoBuild) {
  const [, version] = /^go(\d[\w.]*)/.exec(go) ?? [];
  const standard = { path: STANDARD, ...(version === undefined ? {} : { version: `v${version}` }) };
  return { main: main === undefined ? [] : [main], linked: [standard, ...modules] };
}

function nameOf({ path, version }: GoModule): string {
  return version === undefined ? path : `${path}@${version}`;
}

function modulePackage(SPDXID: string, { path, version }: GoModule): SpdxPackage {
  return {
    SPDXID,
    name: path,
    ...(version === undefined ? {} : { versionInfo: version }),
    downloadLocation: NOTHING_SAID,
    filesAnalyzed: false,
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: moduleUrl(path, version),
      },
    ],
  };
}

/** Returns the purl of a module: namespace and name in lower case (purl specification, type `golang`). */
function moduleUrl(path: string, version: string | undefined): string {
  const name = path.toLowerCase().split('/').map(encodeURIComponent).join('/');
  return `pkg:golang/${name}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`;
}
