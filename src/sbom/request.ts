/** What the step `sbom` is asked. */
export interface SbomRequest {
  /** Of what is described. */
  readonly name: string;
  /** The date of the image, as RFC 3339 writes it. */
  readonly created: string;
  /** Of the archive, e.g. `trixie`. */
  readonly suite: string;
  /** The package files that were fetched for it, also those of which nothing is left. */
  readonly debs: readonly FetchedDeb[];
  readonly builds: readonly BuiltFrom[];
  /** What it is built upon. */
  readonly below?: { readonly name: string; readonly digest?: string };
}

/** An entry of `build`. */
export interface BuiltFrom {
  readonly name: string;
  /** Absent where nobody else has it, as a folder of the build context. */
  readonly source?: BuiltSource;
  /** The files and folders that it made, absolute. */
  readonly outputs: readonly string[];
  /** What its tree has beyond the minimal Debian. */
  readonly debs: readonly FetchedDeb[];
}

export type BuiltSource =
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly commit: string }
  /** The checksum in hex. */
  | { readonly kind: 'http'; readonly url: string; readonly sha256: string };

export interface FetchedDeb {
  readonly name: string;
  readonly version: string;
  /** `name_version_architecture.deb`, the version without its epoch. */
  readonly file: string;
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
}
