import type { Archive } from './archive.ts';

/** What the bootstrap step is asked. The packages lie in `/pool`. */
export interface BootstrapRequest {
  readonly suite: string;
  readonly architecture: string;
  /** Where the tree's own apt gets packages from, for whoever uses it: the first is the suite itself. */
  readonly archives: readonly Archive[];
  readonly components: readonly string[];
  readonly packages: readonly BootstrapPackage[];
  /** Set for a tree whose programs the machine does not run by itself: native ones take their place meanwhile. */
  readonly standIns?: boolean;
}

export interface BootstrapPackage {
  /** As in the archive's pool: `name_version_architecture.deb`. */
  readonly file: string;
}
