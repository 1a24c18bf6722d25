import type {
  BuildOutput,
  Command,
  Fetch,
  FileEntry,
  Located,
  Source,
  StartedCheck,
} from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { PruneRequest } from '../prune/request.ts';
import type { Account } from './accounts.ts';
import type { BaseImage } from './base-image.ts';
import type { ImageConfig, Process } from './config.ts';

/** What one platform's image is made of, in the order it is made: plain data, sorted, no BuildKit in it. */
export interface Plan {
  /** As BuildKit writes it, e.g. `linux/arm/v7`. */
  readonly platform: string;
  /** Debian's name of it, e.g. `armhf`. */
  readonly architecture: string;
  /** What it is built upon, where that is not a new tree. */
  readonly below?: Pick<BaseImage, 'name' | 'digest'> & { readonly suite: string };
  /** Absent where an image is built upon. */
  readonly bootstrap?: Bootstrap;
  readonly install: Install;
  /** What is built from source; its outputs come before the files. */
  readonly builds: readonly Build[];
  readonly files: readonly FileEntry[];
  /** Run after the files are there. */
  readonly run: readonly Command[];
  /** Made for the image's user after these, where they are not there: its working folder and its volumes. */
  readonly folders: readonly string[];
  /** Absent when nothing is pruned. */
  readonly prune?: Prune;
  readonly checks: readonly StartedCheck[];
  /** A static shell and tools that the image gets on top; of the variant `debug` only. */
  readonly tools?: Deb;
  /** How the checks run, and the program after them. */
  readonly process: Process;
  readonly config: ImageConfig;
}

/** The minimal Debian tree, the same for every image of a suite. */
export interface Bootstrap {
  readonly suite: string;
  readonly architecture: string;
  readonly archives: readonly { readonly url: string; readonly suite: string }[];
  readonly components: readonly string[];
  readonly packages: readonly Deb[];
}

/** What is added to it. */
export interface Install {
  /** Names of the packages that the Imagefile asks for. */
  readonly requested: readonly string[];
  readonly packages: readonly Deb[];
  readonly accounts: readonly Account[];
}

/** A program to build, in a tree of its own. */
export interface Build {
  readonly name: string;
  readonly source: Source;
  readonly bootstrap: Bootstrap;
  readonly packages: Pick<Install, 'requested' | 'packages'>;
  /** Set where it is built for a machine of another kind than the one that builds. */
  readonly cross?: Cross;
  /** `NAME=value`, sorted by name. */
  readonly environment: readonly string[];
  readonly fetch?: Fetch;
  readonly run: readonly Command[];
  readonly output: readonly BuildOutput[];
}

/** What makes the commands of a build make programs for another architecture. */
export interface Cross {
  /** Debian's name of it. */
  readonly architecture: string;
  readonly links: readonly { readonly path: string; readonly to: string }[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** A package file to fetch. */
export interface Deb {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** `name_version_architecture.deb`. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
  readonly size: number;
  /** Taken from an archive of past states, because the mirror no longer has it. */
  readonly past?: true;
  /** The line of the Imagefile that asked for it, or for the suite it belongs to. */
  readonly at?: Range;
}

export interface Prune {
  readonly request: PruneRequest;
  readonly entryAt?: Range;
  /** What Docker runs to see whether a container is well. */
  readonly healthcheck?: Located<readonly string[]>;
  /** The `keep` and `drop` lines. */
  readonly patternsAt: readonly Range[];
  /** Set where something suspicious in the tree ends the build; the line that says so. */
  readonly strict?: { readonly at?: Range };
}
