import { licencesOf } from '../../debian/copyright.ts';
import type { Package } from '../../tree/package.ts';
import { type Installed, installedOf, reasons } from '../installed.ts';
import type { PackageFacts } from './contents.ts';
import type { PageRequest, PageSummary } from './request.ts';

interface About {
  readonly request: Pick<PageRequest, 'requested' | 'base' | 'debs'>;
  readonly contributors: PageSummary['contributors'];
  /** Returns the text of a package's copyright file. */
  readonly copyrightOf: (of: Package) => string;
  /** Files not in the image, each with the position of its package. */
  readonly left: readonly { readonly package: number; readonly bytes: number }[];
}

/** Returns the facts about each package of the full tree. */
export function packageFacts(packages: readonly Package[], about: About): readonly PackageFacts[] {
  const { requested, base, debs } = about.request;
  const installed = installedOf(packages);
  const why = reasons(installed, requested, new Set(base));
  const dependsOf = dependencies(packages, installed);
  const kept = new Set(about.contributors.map(({ name, architecture }) => `${name}:${architecture}`));
  const files = new Map(debs.map(({ name, url, sha256 }) => [name, { url, sha256 }]));
  const left = packages.map(() => ({ files: 0, bytes: 0 }));
  for (const each of about.left) {
    const sum = left[each.package];
    if (sum === undefined) continue;
    sum.files++;
    sum.bytes += each.bytes;
  }
  return packages.map((each, at) => {
    const { name, info, version, architecture, source } = each;
    const deb = files.get(name);
    return {
      ...{ name, info, version, architecture, source },
      kept: kept.has(`${name}:${architecture}`),
      licences: licencesOf(about.copyrightOf(each)),
      why: why(name),
      depends: dependsOf(name),
      leftFiles: left[at]?.files ?? 0,
      leftBytes: left[at]?.bytes ?? 0,
      ...(deb && { deb }),
    };
  });
}

/** Returns the installed packages that satisfy the dependencies of each, alternatives included. */
function dependencies(packages: readonly Package[], installed: readonly Installed[]) {
  const answering = new Map(installed.flatMap(({ name, provides }) => provides.map((each) => [each, name])));
  for (const { name } of installed) answering.set(name, name);
  const at = new Map(packages.map(({ name }, index) => [name, index]));
  const found = new Map(
    installed.map(({ name, depends }) => {
      const names = new Set(depends.map((each) => answering.get(each)));
      const positions = [...names].flatMap((each) => (each === undefined ? [] : (at.get(each) ?? [])));
      return [name, positions.sort((a, b) => a - b)];
    }),
  );
  return (name: string): readonly number[] => found.get(name) ?? [];
}
