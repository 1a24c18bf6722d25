import { type Archive, suiteArchives } from '../debian/archive.ts';
import type { Lock, LockedPackage } from '../debian/lock.ts';
import { debFileName, originOf, packageUrl } from '../debian/lock.ts';
import type { PackageRequest, Spec } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { Bootstrap, Deb } from './plan.ts';

/** Returns the minimal tree of a suite, which does not depend on anything else in the Imagefile. */
export function bootstrapOf(spec: Spec, lock: Lock): Bootstrap {
  return {
    suite: lock.suite,
    architecture: lock.architecture,
    archives: ownArchives(lock),
    components: spec.suite.components,
    packages: debsOf(lock, lock.base, spec.packages, placeOf(spec)),
  };
}

/** Returns package files, each with the line that requests it, or else `otherwise`. */
export function debsOf(
  lock: Lock,
  packages: readonly LockedPackage[],
  requests: readonly PackageRequest[],
  otherwise: Range | undefined,
): Deb[] {
  const places = new Map(requests.map(({ name, at }) => [name, at]));
  return packages.map((locked) => toDeb(lock, locked, places.get(locked.name) ?? otherwise));
}

/** Returns a package of a lock as a file to fetch. */
export function toDeb(lock: Lock, locked: LockedPackage, at: Range | undefined): Deb {
  return {
    name: locked.name,
    version: locked.version,
    url: packageUrl(lock.archives, locked),
    origin: originOf(lock.archives, locked),
    file: debFileName(locked),
    sha256: locked.sha256,
    size: locked.size,
    ...(lock.archives[locked.archive]?.past === true ? { past: true } : {}),
    ...(at === undefined ? {} : { at }),
  };
}

/** Returns the suite's own archives. Those that an image adds are not used for the tree that all images share. */
function ownArchives({ archives, suite }: Lock): Archive[] {
  return suiteArchives(archives[0]?.url ?? '', suite).flatMap((own) => {
    const found = archives.find((archive) => archive.key === undefined && archive.suite === own.suite);
    return found === undefined ? [] : [{ url: found.url, suite: found.suite }];
  });
}

/** Returns the names of the packages that the Imagefile requests for an architecture. */
export function requestedOf({ packages }: Pick<Spec, 'packages'>, architecture: string): string[] {
  return packages
    .filter(({ exclude, architectures }) => !exclude && appliesTo(architectures, architecture))
    .map(({ name }) => name);
}

function appliesTo(architectures: readonly string[], architecture: string): boolean {
  return architectures.length === 0 || architectures.includes(architecture);
}

/** Returns the place to show for a dependency that no line names: the suite's line, else the first package's. */
export function placeOf(spec: Spec): Range | undefined {
  return spec.suite.at.end > spec.suite.at.start ? spec.suite.at : spec.packages[0]?.at;
}
