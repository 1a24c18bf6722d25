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
}

export interface FetchedDeb {
  /** `name_version_architecture.deb`, the version without its epoch. */
  readonly file: string;
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
}
