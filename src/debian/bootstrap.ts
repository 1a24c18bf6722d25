import type { Archive } from './archive.ts';

/** BootstrapRequest is the request of the bootstrap step. The packages are in `/pool`. */
export interface BootstrapRequest {
  readonly suite: string;
  readonly architecture: string;
  /** Archives for the apt of the tree, for later use; the first is the suite itself. */
  readonly archives: readonly Archive[];
  readonly components: readonly string[];
  readonly packages: readonly BootstrapPackage[];
  /** Set for a tree of a foreign platform: native programs stand in for its own during the bootstrap. */
  readonly standIns?: boolean;
}

export interface BootstrapPackage {
  /** As in the archive's pool: `name_version_architecture.deb`. */
  readonly file: string;
}
