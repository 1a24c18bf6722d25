import { type Archive, isSecurity } from './archive.ts';

/** Returns the URL of a package. `~` and `+` are literal in a path (RFC 3986 section 3.3), as mirrors serve them. */
export function packageUrl(archives: readonly Archive[], pkg: LockedPackage): string {
  const archive = archives[pkg.archive];
  if (archive === undefined) throw new Error(`${pkg.name}: the lock has no archive ${pkg.archive}`);
  return `${archive.url}/${pkg.path}`;
}

/** Returns the file name of a package as in Debian's archive. Names in other archives are arbitrary and may collide. */
export function debFileName({
  name,
  version,
  architecture,
}: Pick<LockedPackage, 'name' | 'version' | 'architecture'>): string {
  return `${name}_${version.replace(/^\d+:/, '')}_${architecture}.deb`;
}

/** Lock is the resolution for one architecture: every package of the tree, and where to fetch it. */
export interface Lock {
  /** Debian's name, e.g. `armhf`. */
  readonly architecture: string;
  readonly suite: string;
  /** The base image that packages are added to; `base` is empty then. */
  readonly below?: LockedBaseImage;
  /** The first is the suite itself. */
  readonly archives: readonly LockedArchive[];
  /** debootstrap's minimal set, sorted by name; the same for every image of the suite. */
  readonly base: readonly LockedPackage[];
  /** Packages installed on top of the base, sorted by name. */
  readonly packages: readonly LockedPackage[];
  /** Packages that `--target debug` adds without installing them; empty unless requested. */
  readonly tools: readonly LockedPackage[];
  /** Locks of the entries of `build`, if requested; absent in the lock of a build. */
  readonly builds?: readonly LockedBuild[];
}

/** LockedBuild has the inputs of an entry of `build`. */
export interface LockedBuild {
  readonly name: string;
  /** Its tree: base and packages of the build architecture, libraries of the target architecture. */
  readonly lock: Lock;
  /** Full hash; only for a git source. */
  readonly commit?: string;
}

export interface LockedBaseImage {
  /** `sha256:…` of the image; absent for a target of bake, which has none before it is built. */
  readonly digest?: string;
  /** `sha256:…` of the list of its packages with their versions. */
  readonly packages: string;
}

export interface LockedArchive extends Archive {
  /** `Date` of its Release file, in seconds since 1970. */
  readonly date: number;
  /** `sha256:…` of the key of an additional repository; absent for Debian's archives. */
  readonly key?: string;
  /** Set for a snapshot that serves packages gone from the archive; never in a lock file. */
  readonly past?: true;
}

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** That of the lock, or `all`. */
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

/** Returns where a package comes from: a suite of Debian, or the URL and the suite of a further repository. */
export function originOf(archives: readonly LockedArchive[], pkg: Pick<LockedPackage, 'archive'>): string {
  const { url, suite, key } = archives[pkg.archive] ?? { url: '', suite: '' };
  return key === undefined ? suite : `${url} ${suite}`;
}

/** Reports whether an origin is a further repository. The name of a suite has no space. */
export function isFurther(origin: string): boolean {
  return origin.includes(' ');
}

/** Returns the lock with the tools of the variant `debug` as its packages. */
export function lockOfTools(lock: Lock): Lock {
  return { ...lock, packages: lock.tools };
}

/** Returns the installed packages by name. One in `packages` replaces one of the base. */
export function installed({ base, packages }: Lock): ReadonlyMap<string, LockedPackage> {
  return new Map([...base, ...packages].map((pkg) => [pkg.name, pkg]));
}

/** Reports whether a package is from the security suite. */
export function isFix({ archives }: Lock, { archive }: LockedPackage): boolean {
  return isSecurity(archives[archive]?.suite ?? '');
}
