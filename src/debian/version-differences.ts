import { installed, isFix, type Lock } from './lock.ts';
import { withoutRebuild } from './version.ts';

/** VersionDifference is a package whose version differs between platforms. */
export interface VersionDifference {
  readonly name: string;
  /** Architectures by version, both sorted. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** Versions from the security suite. */
  readonly fixes: ReadonlySet<string>;
}

interface Draft {
  readonly versions: Map<string, string[]>;
  readonly fixes: Set<string>;
}

/**
 * Returns the packages whose versions differ between the platforms of an image, sorted by name. A rebuild of the same
 * source for one architecture (`+b1`, Debian's binary-only upload, deb-version(7)) does not count.
 */
export function versionDifferences(locks: readonly Lock[]): VersionDifference[] {
  const found = new Map<string, Draft>();
  for (const lock of locks) {
    for (const [name, pkg] of installed(lock)) {
      const draft = found.get(name) ?? { versions: new Map<string, string[]>(), fixes: new Set<string>() };
      const version = withoutRebuild(pkg.version);
      draft.versions.set(version, [...(draft.versions.get(version) ?? []), lock.architecture].sort());
      if (isFix(lock, pkg)) draft.fixes.add(version);
      found.set(name, draft);
    }
  }
  return [...found]
    .filter(([, { versions }]) => versions.size > 1)
    .map(([name, { versions, fixes }]) => ({ name, versions: new Map([...versions].sort(byKey)), fixes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Returns e.g. `curl is 8.13-1 on arm64, armhf, and 8.13-1+deb13u1, a security fix, on amd64`. */
export function differenceText({ name, versions, fixes }: VersionDifference): string {
  const parts = [...versions].map(
    ([version, architectures]) =>
      `${version}${fixes.has(version) ? ', a security fix,' : ''} on ${architectures.join(', ')}`,
  );
  return `${name} is ${parts.join(', and ')}`;
}
