import type { Reason, ReasonKind } from '../../prune/graph.ts';
import type { FrontCoded } from './front-code.ts';

/**
 * What the page knows: plain data, sorted, that `make-contents.ts` writes and `model.ts` reads. What there are many of is in columns,
 * and what repeats is a number: a page of 20 000 files must load on a phone.
 */
export interface Contents {
  readonly image: ImageFacts;
  /** The tree that was pruned. */
  readonly full: Totals;
  readonly kept: Totals;
  /** Every package of the full tree, in the order of their names. */
  readonly packages: readonly PackageFacts[];
  readonly nodes: NodeColumns;
  readonly left: LeftColumns;
  readonly dropped: readonly Dropped[];
  /** Paths that stay out although a check used them. */
  readonly withheld: readonly string[];
  readonly missing: readonly Missing[];
  readonly difference?: Difference;
}

export interface ImageFacts {
  /** What people call it. */
  readonly name: string;
  /** As BuildKit writes it. */
  readonly platform: string;
  /** The distribution that its packages are of, for people. */
  readonly system: string;
  /** What it starts, as a command line. */
  readonly starts: string;
}

export interface Totals {
  readonly files: number;
  /** Before compression; a file with several names counts once. */
  readonly bytes: number;
  readonly packages: number;
}

export interface PackageFacts {
  readonly name: string;
  /** As dpkg calls it where the name alone would not do: `libc6:amd64`. */
  readonly info: string;
  readonly version: string;
  readonly architecture: string;
  /** The source package. */
  readonly source: string;
  readonly kept: boolean;
  /** Short names, as its copyright file has them; none where that has no form. */
  readonly licences: readonly string[];
  /** Why it was installed, in words. */
  readonly why: string;
  /** Positions of the installed packages of which it needs one or more. */
  readonly depends: readonly number[];
  /** What of it is not in the image. */
  readonly leftFiles: number;
  readonly leftBytes: number;
  /** The package file it came from; of an installation that fetched none, absent. */
  readonly deb?: PackageFile;
}

export interface PackageFile {
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
}

/** The nodes of `keep.jsonl` in its order. */
export interface NodeColumns {
  readonly ids: FrontCoded;
  /** A letter for each: `f`ile, `d`irectory, `l`ink, `o`ther, `g`roup. */
  readonly types: string;
  /** Bytes; 0 for what is no file, and for all names of a file but the first. */
  readonly sizes: readonly number[];
  /** Positions of the packages that own them; -1 for none. */
  readonly packages: readonly number[];
  /** What links say, in their order. */
  readonly targets: readonly string[];
  /** Position of a further name of a file, and of its first one. */
  readonly twins: readonly (readonly [number, number])[];
  readonly kinds: readonly ReasonKind[];
  readonly details: readonly string[];
  /** How many reasons each node has. */
  readonly counts: readonly number[];
  /** Of each reason: position of its node and 1; 0 for the request itself. */
  readonly from: readonly number[];
  /** Of each reason: twice the position of its kind, and 1 where it is soft. */
  readonly kind: readonly number[];
  /** Of each reason: position of its detail and 1; 0 for none. */
  readonly detail: readonly number[];
}

/** Files and links of the full tree that are not in the image, in the order of their names. */
export interface LeftColumns {
  readonly paths: FrontCoded;
  readonly sizes: readonly number[];
  /** As of the nodes. */
  readonly packages: readonly number[];
  /** How many more there are, the smallest of all. */
  readonly more: number;
}

/** What a line of `drop:` took out. */
export interface Dropped {
  readonly path: string;
  readonly pattern: string;
  /** What it would be kept for. */
  readonly reasons: readonly Reason[];
}

/** What something in the image names and the full tree does not have. */
export interface Missing {
  readonly from: string;
  readonly kind: string;
  readonly name: string;
}

/** This image beside another one. */
export interface Difference {
  /** What people call the other one. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly packages: readonly PackageChange[];
  readonly paths: FrontCoded;
  /** Bytes there; -1 where it has no such file. */
  readonly before: readonly number[];
  /** Bytes here; -1 where this image has no such file. */
  readonly after: readonly number[];
}

export interface PackageChange {
  readonly name: string;
  /** The version there. */
  readonly before?: string;
  /** The version here. */
  readonly after?: string;
}
