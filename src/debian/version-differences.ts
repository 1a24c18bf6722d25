/** What an architecture gets: of a lock, or of what is made from it. */
export interface Chosen {
  readonly architecture: string;
  readonly base: readonly Named[];
  readonly packages: readonly Named[];
}

interface Named {
  readonly name: string;
  readonly version: string;
}

/** A package that is not of the same version everywhere. */
export interface VersionDifference {
  readonly name: string;
  /** Architectures by version, both sorted. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

/**
 * The packages of which the platforms of an image would get different versions, sorted by name. A rebuild of the same
 * source for one architecture (`+b1`, Debian's binary-only upload, deb-version(7)) is no difference.
 */
export function versionDifferences(locks: readonly Chosen[]): VersionDifference[] {
  const found = new Map<string, Map<string, string[]>>();
  for (const { architecture, base, packages } of locks) {
    for (const { name, version } of effective(base, packages)) {
      const versions = found.get(name) ?? new Map<string, string[]>();
      found.set(name, versions.set(version, [...(versions.get(version) ?? []), architecture].sort()));
    }
  }
  return [...found]
    .filter(([, versions]) => versions.size > 1)
    .map(([name, versions]) => ({ name, versions: new Map([...versions].sort(byKey)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is installed in place of a package of the base counts, not that. */
function effective(base: readonly Named[], packages: readonly Named[]): Named[] {
  const last = new Map([...base, ...packages].map((pkg) => [pkg.name, pkg.version.replace(/\+b\d+$/, '')]));
  return [...last].map(([name, version]) => ({ name, version }));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** `curl is 8.14 on amd64, and 8.13 on arm64, armhf`. */
export function differenceText({ name, versions }: VersionDifference): string {
  const parts = [...versions].map(([version, architectures]) => `${version} on ${architectures.join(', ')}`);
  return `${name} is ${parts.join(', and ')}`;
}
