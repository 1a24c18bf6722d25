import { type Archive, suiteArchives } from '../debian/archive.ts';
import type { Lock, LockedPackage } from '../debian/lock.ts';
import { debFileName, packageUrl } from '../debian/lock.ts';
import type { PackageRequest, Spec } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Bootstrap, Deb } from './plan.ts';

/** What a suite's images start from: the same for each of them, whatever else they say. */
export function bootstrapOf(spec: Spec, lock: Lock): Bootstrap {
  return {
    suite: lock.suite,
    architecture: lock.architecture,
    archives: ownArchives(lock),
    components: spec.suite.components,
    packages: debsOf(lock, lock.base, spec.packages, placeOf(spec)),
  };
}

/** Package files, each with the line that asks for it, or `otherwise`. */
export function debsOf(
  lock: Lock,
  packages: readonly LockedPackage[],
  requests: readonly PackageRequest[],
  otherwise: Range | undefined,
): Deb[] {
  const places = new Map(requests.map(({ name, at }) => [name, at]));
  return packages.map((locked) => toDeb(lock, locked, places.get(locked.name) ?? otherwise));
}

/** A package of a lock as a file to fetch. */
export function toDeb(lock: Lock, locked: LockedPackage, at: Range | undefined): Deb {
  return {
    name: locked.name,
    version: locked.version,
    url: packageUrl(lock.archives, locked),
    file: debFileName(locked),
    sha256: locked.sha256,
    size: locked.size,
    ...(lock.archives[locked.archive]?.past === true ? { past: true } : {}),
    ...(at === undefined ? {} : { at }),
  };
}

/** The archives of the suite itself: an image's further ones have no part in the tree that all images start from. */
function ownArchives({ archives, suite }: Lock): Archive[] {
  return suiteArchives(archives[0]?.url ?? '', suite).flatMap((own) => {
    const found = archives.find((archive) => archive.key === undefined && archive.suite === own.suite);
    return found === undefined ? [] : [{ url: found.url, suite: found.suite }];
  });
}

/** Names of the packages that lines ask for on an architecture. */
export function requestedOf({ packages }: Pick<Spec, 'packages'>, architecture: string): string[] {
  return packages
    .filter(({ exclude, architectures }) => !exclude && appliesTo(architectures, architecture))
    .map(({ name }) => name);
}

function appliesTo(architectures: readonly string[], architecture: string): boolean {
  return architectures.length === 0 || architectures.includes(architecture);
}

/** Where a dependency that no line names is shown: the suite's line, else the first package's. */
export function placeOf(spec: Spec): Range | undefined {
  return spec.suite.at.end > spec.suite.at.start ? spec.suite.at : spec.packages[0]?.at;
}
