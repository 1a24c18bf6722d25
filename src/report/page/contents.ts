import type { Reason, ReasonKind } from '../../prune/graph.ts';
import type { FrontCoded } from './front-code.ts';

/**
 * Contents are the data of the page: plain and sorted, written by `make-contents.ts` and read by `model.ts`. Long lists are
 * columns, and repeated values are numbers: a page of 20 000 files must load on a phone.
 */
export interface Contents {
  readonly image: ImageFacts;
  /** The tree that was pruned. */
  readonly full: Totals;
  readonly kept: Totals;
  /** Every package of the full tree, sorted by name. */
  readonly packages: readonly PackageFacts[];
  readonly nodes: NodeColumns;
  readonly left: LeftColumns;
  readonly dropped: readonly Dropped[];
  /** Paths left out although a check used them. */
  readonly withheld: readonly string[];
  readonly missing: readonly Missing[];
  readonly difference?: Difference;
}

export interface ImageFacts {
  /** Display name. */
  readonly name: string;
  /** As BuildKit writes it. */
  readonly platform: string;
  /** The distribution of its packages, for people. */
  readonly system: string;
  /** Its command line. */
  readonly starts: string;
}

export interface Totals {
  readonly files: number;
  /** Before compression; a file with several hard links counts once. */
  readonly bytes: number;
  readonly packages: number;
}

export interface PackageFacts {
  readonly name: string;
  /** Name with architecture where dpkg uses one: `libc6:amd64`. */
  readonly info: string;
  readonly version: string;
  readonly architecture: string;
  /** The source package. */
  readonly source: string;
  readonly kept: boolean;
  /** Short names from its copyright file; none if that is not machine-readable. */
  readonly licences: readonly string[];
  /** Why it was installed, in words. */
  readonly why: string;
  /** Positions of the installed packages that satisfy its dependencies. */
  readonly depends: readonly number[];
  /** Its files that are not in the image. */
  readonly leftFiles: number;
  readonly leftBytes: number;
  /** The package file it came from; absent if the installation fetched none. */
  readonly deb?: PackageFile;
}

export interface PackageFile {
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
}

/** NodeColumns are the nodes of `keep.jsonl`, in its order. */
export interface NodeColumns {
  readonly ids: FrontCoded;
  /** One letter per node: `f`ile, `d`irectory, `l`ink, `o`ther, `g`roup. */
  readonly types: string;
  /** Bytes; 0 for other types, and for all hard links of a file but the first. */
  readonly sizes: readonly number[];
  /** Position of the owning package; -1 for none. */
  readonly packages: readonly number[];
  /** Targets of the links, in order. */
  readonly targets: readonly string[];
  /** Positions of an additional hard link and of the first one. */
  readonly twins: readonly (readonly [number, number])[];
  readonly kinds: readonly ReasonKind[];
  readonly details: readonly string[];
  /** Number of reasons per node. */
  readonly counts: readonly number[];
  /** Per reason: position of its node plus 1; 0 for the Imagefile itself. */
  readonly from: readonly number[];
  /** Per reason: twice the position of its kind, plus 1 if it is soft. */
  readonly kind: readonly number[];
  /** Per reason: position of its detail plus 1; 0 for none. */
  readonly detail: readonly number[];
}

/** LeftColumns are the files and links of the full tree that are not in the image, sorted by path. */
export interface LeftColumns {
  readonly paths: FrontCoded;
  readonly sizes: readonly number[];
  /** As in NodeColumns. */
  readonly packages: readonly number[];
  /** Number of files not listed, the smallest ones. */
  readonly more: number;
}

/** Dropped is a path removed by a line of `drop:`. */
export interface Dropped {
  readonly path: string;
  readonly pattern: string;
  /** Reasons to keep it. */
  readonly reasons: readonly Reason[];
}

/** Missing is a name used by something in the image that the full tree does not have. */
export interface Missing {
  readonly from: string;
  readonly kind: string;
  readonly name: string;
}

/** Difference compares the image with another one. */
export interface Difference {
  /** Display name of the other image. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly packages: readonly PackageChange[];
  readonly paths: FrontCoded;
  /** Bytes in the other image; -1 if it has no such file. */
  readonly before: readonly number[];
  /** Bytes in this image; -1 if it has no such file. */
  readonly after: readonly number[];
}

export interface PackageChange {
  readonly name: string;
  /** Version in the other image. */
  readonly before?: string;
  /** Version in this image. */
  readonly after?: string;
}
