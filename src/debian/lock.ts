import { type Archive, isSecurity } from './archive.ts';

/** Where a package lies. `~` and `+` are literal in a path (RFC 3986 section 3.3), and mirrors serve them so. */
export function packageUrl(archives: readonly Archive[], pkg: LockedPackage): string {
  const archive = archives[pkg.archive];
  if (archive === undefined) throw new Error(`${pkg.name}: the lock has no archive ${pkg.archive}`);
  return `${archive.url}/${pkg.path}`;
}

/** The file name that Debian's archive gives a package. Others name theirs as they like, and two could have the same name. */
export function debFileName({
  name,
  version,
  architecture,
}: Pick<LockedPackage, 'name' | 'version' | 'architecture'>): string {
  return `${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`;
}

/** What was resolved for one architecture: every package that goes into the tree, and where it lies. */
export interface Lock {
  /** Debian's name, e.g. `armhf`. */
  readonly architecture: string;
  readonly suite: string;
  /** What the packages are added to, where that is an image; there is no base then. */
  readonly below?: LockedBaseImage;
  /** The first is the suite itself. */
  readonly archives: readonly LockedArchive[];
  /** debootstrap's minimal set, in the order of their names; the same for every image of the suite. */
  readonly base: readonly LockedPackage[];
  /** What is installed on top of the base, in the order of their names. */
  readonly packages: readonly LockedPackage[];
  /** What `--target debug` adds to the image, without being installed; nothing unless it was asked for. */
  readonly tools: readonly LockedPackage[];
  /** What the entries of `build` are built with, where it was asked for; nothing in one for a build. */
  readonly builds?: readonly LockedBuild[];
}

/** What an entry of `build` is made from. */
export interface LockedBuild {
  readonly name: string;
  /** Its tree: base and packages of the architecture that builds, libraries of the one that is built for. */
  readonly lock: Lock;
  /** In full; of a source that is a git repository. */
  readonly commit?: string;
}

export interface LockedBaseImage {
  /** `sha256:…` of the image; absent of what has none before it is built, as a target of bake. */
  readonly digest?: string;
  /** `sha256:…` of the list of its packages with their versions. */
  readonly packages: string;
}

export interface LockedArchive extends Archive {
  /** `Date` of its Release file, in seconds since 1970. */
  readonly date: number;
  /** `sha256:…` of the key of a further repository; absent for Debian's own archives. */
  readonly key?: string;
  /** A state of it that is past, for what it no longer has; never in a lock file. */
  readonly past?: true;
}

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** The package's own: the lock's, or `all`. */
  readonly architecture: string;
  /** Index into `archives`. */
  readonly archive: number;
  /** Relative to the archive's URL, e.g. `pool/main/n/nginx/nginx_1.26.3-3_amd64.deb`. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** The same with the tools of the variant `debug` as its packages. */
export function lockOfTools(lock: Lock): Lock {
  return { ...lock, packages: lock.tools };
}

/** By name. What is installed in place of a package of the base counts, not that. */
export function installed({ base, packages }: Lock): ReadonlyMap<string, LockedPackage> {
  return new Map([...base, ...packages].map((pkg) => [pkg.name, pkg]));
}

/** Whether a package is from the security fixes of its suite. */
export function isFix({ archives }: Lock, { archive }: LockedPackage): boolean {
  return isSecurity(archives[archive]?.suite ?? '');
}
