import type {
  BuildOutput,
  Command,
  Fetch,
  FileEntry,
  Located,
  Source,
  StartedCheck,
  Timezones,
} from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import type { PruneRequest } from '../prune/request.ts';
import type { Account } from './accounts.ts';
import type { BaseImage } from './base-image.ts';
import type { ImageConfig, Process } from './config.ts';

/** Plan describes one platform's image in the order it is built: plain, sorted data without any BuildKit types. */
export interface Plan {
  /** In BuildKit's form, e.g. `linux/arm/v7`. */
  readonly platform: string;
  /** Debian's name for it, e.g. `armhf`. */
  readonly architecture: string;
  /** The base image, if there is one. */
  readonly below?: Pick<BaseImage, 'name' | 'digest' | 'system' | 'suite'>;
  /** Absent with a base image. */
  readonly bootstrap?: Bootstrap;
  readonly install: Install;
  /** Builds from source. Their outputs are added before the files. */
  readonly builds: readonly Build[];
  readonly files: readonly FileEntry[];
  /** Certificates to trust, in the order of the Imagefile; absent without any. */
  readonly certificates?: readonly TrustedCertificate[];
  /** Time zones that the tree must have: their names, or none for any. */
  readonly timezones?: Timezones;
  /** Locales to compile; absent without any. */
  readonly locales?: readonly Located<string>[];
  /** Run after the files are added. */
  readonly run: readonly Command[];
  /** The working directory and the volumes. Missing ones are made after `run`, owned by the image's user. */
  readonly folders: readonly string[];
  /** Absent if the image is not pruned. */
  readonly prune?: Prune;
  readonly checks: readonly StartedCheck[];
  /** The package with the static shell and tools of the variant `debug`, added on top. */
  readonly tools?: Deb;
  /** How the checks and the image's program run. */
  readonly process: Process;
  readonly config: ImageConfig;
}

/** TrustedCertificate is a certificate of `certificates:`. */
export interface TrustedCertificate {
  /** The file of the build context, or `text`. */
  readonly name: string;
  readonly subject: string;
  /** Hex, of the DER form. */
  readonly sha256: string;
  readonly pem: string;
  /** Whether `fetch` trusts it, too. */
  readonly build: boolean;
  readonly at: Range;
}

/** Bootstrap describes the minimal Debian tree, which all images of a suite share. */
export interface Bootstrap {
  readonly suite: string;
  readonly architecture: string;
  readonly archives: readonly { readonly url: string; readonly suite: string }[];
  readonly components: readonly string[];
  readonly packages: readonly Deb[];
}

/** Install describes the packages and accounts that are added to the tree. */
export interface Install {
  /** Names of the packages that the Imagefile requests. */
  readonly requested: readonly string[];
  readonly packages: readonly Deb[];
  readonly accounts: readonly Account[];
}

/** Build is a program to build from source, in a tree of its own. */
export interface Build {
  readonly name: string;
  readonly source: Source;
  /** The image that it is built in; in its place, `bootstrap` is Debian's minimal tree. */
  readonly from?: { readonly name: string; readonly digest?: string };
  readonly bootstrap?: Bootstrap;
  readonly packages: Pick<Install, 'requested' | 'packages'>;
  /** Set for a cross build. */
  readonly cross?: Cross;
  /** `NAME=value`, sorted by name. */
  readonly environment: readonly string[];
  /** Set if `fetch` runs in an image without a bundle of certificate authorities. */
  readonly lacksAuthorities?: true;
  readonly fetch?: Fetch;
  readonly prepare: readonly Command[];
  readonly run: readonly Command[];
  readonly output: readonly BuildOutput[];
}

/** Cross lists what is added to a tree so that its tools build for another architecture. */
export interface Cross {
  /** Debian's name for the target. */
  readonly architecture: string;
  readonly links: readonly { readonly path: string; readonly to: string }[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** Deb is a package file to fetch. */
export interface Deb {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** A suite of Debian, or the URL and the suite of a further repository. */
  readonly origin: string;
  /** `name_version_architecture.deb`. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
  readonly size: number;
  /** Set if it comes from the snapshot archive because the mirror no longer has it. */
  readonly past?: true;
  /** The line of the Imagefile that requests it, or else the line of its suite. */
  readonly at?: Range;
}

/** Prune says how an image is pruned. */
export interface Prune {
  readonly request: PruneRequest;
  readonly entryAt?: Range;
  /** The argv of the health check. */
  readonly healthcheck?: Located<readonly string[]>;
  /** The lines that bring files, if there are any; none of them if there are too many to show. */
  readonly broughtAt?: readonly Range[];
  /** The `keep` and `drop` lines. */
  readonly patternsAt: readonly Range[];
  /** Set if an audit finding is an error; `at` is the line that says so. */
  readonly strict?: { readonly at?: Range };
}
