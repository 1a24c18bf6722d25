/** What was resolved for one architecture: every package that goes into the tree, and where it lies. */
export interface Lock {
  readonly version: 1;
  /** Debian's name, e.g. `armhf`. */
  readonly architecture: string;
  readonly suite: string;
  /** Seconds since 1970 of the main suite's `Date`; changes with point releases only. */
  readonly date: number;
  readonly archives: readonly Archive[];
  /** debootstrap's minimal set, in the order of their names; the same for every image of the suite. */
  readonly base: readonly LockedPackage[];
  /** What is installed on top of the base, in the order of their names. */
  readonly packages: readonly LockedPackage[];
}

export interface Archive {
  /** Base URL without trailing slash. */
  readonly url: string;
  /** The name below `dists/`, e.g. `trixie-security`. */
  readonly suite: string;
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
  /** In the base only: the archive's priority is `required`, so debootstrap unpacks it first. */
  readonly required?: true;
}
