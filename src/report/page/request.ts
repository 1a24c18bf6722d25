import type { KeepSummary } from '../keep.ts';
import type { ImageFacts, Missing, PackageFile } from './contents.ts';

/** PageRequest is the request of the step that writes the page. */
export interface PageRequest {
  readonly image: ImageFacts;
  /** Names of the packages in the Imagefile. */
  readonly requested: readonly string[];
  /** Names of debootstrap's minimal set. */
  readonly base: readonly string[];
  readonly debs: readonly (PackageFile & { readonly name: string })[];
  /** The name of the image to compare with. */
  readonly baseline?: string;
  /** Seconds since 1970. */
  readonly epoch: number;
}

/** PageSummary is the part of `summary.json` that the page shows. */
export interface PageSummary extends KeepSummary {
  readonly contributors: readonly { readonly name: string; readonly architecture: string }[];
  readonly unresolved: readonly Missing[];
}
