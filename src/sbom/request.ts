/** SbomRequest is the request of the step `sbom`. */
export interface SbomRequest {
  /** Name of the image. */
  readonly name: string;
  /** Date of the image, RFC 3339. */
  readonly created: string;
  /** Suite of the archive, e.g. `trixie`. */
  readonly suite: string;
  /** Package files that were fetched, including those of which nothing is left. */
  readonly debs: readonly FetchedDeb[];
  readonly builds: readonly BuiltFrom[];
  /** The base image. */
  readonly below?: { readonly name: string; readonly digest?: string };
}

/** BuiltFrom is an entry of `build`. */
export interface BuiltFrom {
  readonly name: string;
  /** Absent for a source without a public location, as a folder of the build context. */
  readonly source?: BuiltSource;
  /** Absolute paths of its files and folders in the image. */
  readonly outputs: readonly string[];
  /** Packages of its tree beyond debootstrap's minimal set. */
  readonly debs: readonly FetchedDeb[];
}

export type BuiltSource =
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly commit: string }
  /** `sha256` in hex. */
  | { readonly kind: 'http'; readonly url: string; readonly sha256: string };

export interface FetchedDeb {
  readonly name: string;
  readonly version: string;
  /** A suite of Debian, or the URL and the suite of a further repository. */
  readonly origin: string;
  /** `name_version_architecture.deb`, version without epoch. */
  readonly file: string;
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
}
