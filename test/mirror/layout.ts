/** The layout of a Debian archive. */

export type Archive = 'debian' | 'debian-security';

/** Returns the archive that has a suite. */
export function archiveOf(suite: string): Archive {
  return suite.endsWith('-security') ? 'debian-security' : 'debian';
}

/** Returns a package's path in the pool: below the first letter of its source, or the first four of `libfoo`. */
export function poolPath(suite: string, source: string, pkg: PackageName): string {
  const component = archiveOf(suite) === 'debian' ? 'main' : 'updates/main';
  const folder = source.startsWith('lib') ? source.slice(0, 4) : source.slice(0, 1);
  const version = pkg.version.replace(/^\d+:/, '');
  return `pool/${component}/${folder}/${source}/${pkg.name}_${version}_${pkg.architecture}.deb`;
}

export interface PackageName {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}
