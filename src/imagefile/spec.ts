import type { Range } from './text/diagnostic.ts';

/** Spec is a complete, checked Imagefile with defaults filled in. */
export interface Spec {
  /** The name that the image is published under, as written. */
  readonly image?: Located<string>;
  /** The base image, as written. */
  readonly from?: Located<string>;
  readonly suite: Suite;
  readonly packages: readonly PackageRequest[];
  /** Without duplicates. */
  readonly repositories: readonly Repository[];
  readonly recommends: boolean;
  /** Names are unique. */
  readonly build: readonly Build[];
  readonly files: readonly FileEntry[];
  /** Absent without any. */
  readonly certificates?: readonly Certificate[];
  /** Time zones to keep; absent if the Imagefile does not say which. */
  readonly timezones?: Timezones;
  /** Without duplicates; absent without any. */
  readonly locales?: readonly Located<string>[];
  readonly users: readonly User[];
  /** Commands for the full tree, in order. */
  readonly run: readonly Command[];
  /** The program as argv; absent only with `prune: none`. `argv[0]` is an absolute path in the image. */
  readonly entry?: Located<readonly string[]>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** `name`, `uid` or `uid:gid`, as in an image config. */
  readonly user: string;
  /** Place of `user:`; absent when it is not written. */
  readonly userAt?: Range;
  readonly workingDir: string;
  /** `port/protocol`, e.g. `8080/tcp`. */
  readonly expose: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly healthcheck?: Healthcheck;
  /** Keys that are left out and mean the configuration of the image in `from`. Absent without `from`, and with an `entry`. */
  readonly inherits?: readonly InheritedKey[];
  readonly check: readonly Check[];
  readonly keep: readonly Located<string>[];
  readonly drop: readonly Located<string>[];
  readonly prune: Level;
}

/** InheritedKey is a key whose value the base image may give. `environment` is not one of them: it is always merged. */
export type InheritedKey =
  | 'entry'
  | 'command'
  | 'user'
  | 'working_dir'
  | 'expose'
  | 'volumes'
  | 'labels'
  | 'stop_signal'
  | 'healthcheck';

/** Level is the unit of pruning: single files, whole modules of an ecosystem, whole packages, or none. */
export type Level = 'files' | 'modules' | 'packages' | 'none';

/** Located is a value with its place in the file. */
export interface Located<T> {
  readonly value: T;
  readonly at: Range;
}

/** Command is argv with its mounts. */
export interface Command extends Located<readonly string[]> {
  readonly mounts: readonly CommandMount[];
  /** Variables for this command alone; absent without any. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** CommandMount is a mount of one command, which leaves nothing in the tree. Targets are absolute and normalised. */
export type CommandMount = SecretMount | SshMount | CacheMount;

export interface SecretMount {
  readonly kind: 'secret';
  readonly id: string;
  /** The file that holds it. At least one of this and `env` is set. */
  readonly target?: string;
  /** The variable that holds it. */
  readonly env?: string;
  readonly required: boolean;
  readonly at: Range;
}
export interface SshMount {
  readonly kind: 'ssh';
  readonly id: string;
  /** The agent's socket. */
  readonly target: string;
  readonly required: boolean;
  readonly at: Range;
}
export interface CacheMount {
  readonly kind: 'cache';
  readonly id: string;
  readonly target: string;
  readonly sharing: 'shared' | 'private' | 'locked';
  readonly at: Range;
}

export interface Suite {
  /** Codename or suite name of the archive, e.g. `trixie`. */
  readonly name: string;
  /** Set where `from` is used without a suite: the suite is that of the base image, and `name` is only the default. */
  readonly assumed?: true;
  /** Base URL without trailing slash; absent means debootstrap's own default. */
  readonly mirror?: string;
  readonly components: readonly string[];
  /** Time of the snapshot, RFC 3339 in UTC. */
  readonly snapshot?: string;
  /** Base URL of a snapshot archive, without trailing slash. */
  readonly snapshotMirror?: string;
  readonly at: Range;
}

/** Repository is an entry of `repositories:`. */
export interface Repository {
  /** Without trailing slash. */
  readonly url: string;
  /** The folder below `dists/`. */
  readonly suite: string;
  readonly components: readonly string[];
  readonly key: SigningKey;
  /** Whether it may replace packages of Debian. */
  readonly override: boolean;
  readonly at: Range;
}

/** SigningKey is one or more OpenPGP keys, one of which must have made a signature. */
export interface SigningKey {
  readonly kind: 'file' | 'text';
  /** A path in the context, relative, normalised, without `..`; or an armored key. */
  readonly value: string;
  readonly at: Range;
}

/** Certificate is an entry of `certificates:`: a PEM file of the context, relative, normalised, without `..`; or its text. */
export interface Certificate {
  readonly kind: 'file' | 'text';
  readonly value: string;
  /** Whether `fetch` trusts it, too. */
  readonly build: boolean;
  readonly at: Range;
}

/** Timezones is `timezones:`. */
export type Timezones =
  | { readonly all: true; readonly at: Range }
  | { readonly names: readonly Located<string>[] };

/** PackageRequest is a line of `packages:`. `-name` excludes, `name=version` pins, `name/suite` picks a suite. */
export interface PackageRequest {
  readonly name: string;
  readonly exclude: boolean;
  readonly version?: string;
  readonly suite?: string;
  /** Debian architectures the line holds for; empty means all. */
  readonly architectures: readonly string[];
  /** The key that needs it, if no line of `packages:` names it. */
  readonly neededBy?: 'timezones' | 'locales' | 'fetch';
  readonly at: Range;
}

/** Build is an entry of `build:`. */
export interface Build {
  readonly name: string;
  /** The image that it is built in, as written. Debian's minimal tree when absent. */
  readonly from?: Located<string>;
  /** Set if the tree is one of the target platform, whose programs may have to be emulated. */
  readonly platform?: Located<'target'>;
  readonly source: Source;
  readonly packages: readonly PackageRequest[];
  readonly environment: Readonly<Record<string, string>>;
  readonly fetch?: Fetch;
  /** Commands without network that see nothing of the source but the files of `fetch`. */
  readonly prepare: readonly Command[];
  readonly run: readonly Command[];
  readonly output: readonly BuildOutput[];
  readonly at: Range;
}

/** Source is the source of a build. Paths are relative, normalised, without `..`. */
export type Source = GitSource | ContextSource | HttpSource;
export interface GitSource {
  readonly kind: 'git';
  readonly url: string;
  /** Tag or branch. */
  readonly ref?: string;
  /** In full. */
  readonly commit?: string;
  /** Keys for the signature of the commit, or of the tag that `ref` names. */
  readonly key?: SigningKey;
  /** Folder of the source within the repository. */
  readonly folder?: string;
  readonly at: Range;
}
export interface ContextSource {
  readonly kind: 'context';
  readonly path: string;
  readonly at: Range;
}
export interface HttpSource {
  readonly kind: 'http';
  readonly url: string;
  /** Hex. */
  readonly sha256: string;
  /** URL of the signature, and the keys for it. */
  readonly signed?: { readonly signature: string; readonly key: SigningKey };
  readonly folder?: string;
  readonly at: Range;
}

/** Fetch has commands that may use the network, and the files of the source that they see. */
export interface Fetch {
  /** Paths and globs of the source. */
  readonly files: readonly Located<string>[];
  readonly run: readonly Command[];
}

/** BuildOutput is an entry of `output:`. */
export interface BuildOutput extends Destination {
  /** Normalised, without `..`: relative to the folder of the source, or absolute. */
  readonly from: string;
}

/** FileEntry is an entry of `files:`. `to` is absolute and normalised; a trailing slash means "into this folder". */
export type FileEntry = CopyEntry | TextEntry | SymlinkEntry;

interface Destination {
  readonly to: string;
  /** `name`, `name:group`, `uid` or `uid:gid`; root when absent. */
  readonly owner?: string;
  /** Permission bits, e.g. 0o644. */
  readonly mode?: number;
  readonly at: Range;
}
export interface CopyEntry extends Destination {
  readonly kind: 'copy';
  /** Path in the context, relative, normalised, without `..`. */
  readonly from: string;
  /** Name of the context; the build context when absent. */
  readonly context?: string;
}
export interface TextEntry extends Destination {
  readonly kind: 'text';
  readonly text: string;
}
export interface SymlinkEntry {
  readonly kind: 'symlink';
  readonly to: string;
  /** Target of the link, as written. */
  readonly symlink: string;
  readonly at: Range;
}

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly at: Range;
}

export type Check = RunCheck | DaemonCheck;

/** A check whose daemon is known. */
export type StartedCheck = RunCheck | (DaemonCheck & { readonly start: readonly string[] });

/** A command that must exit 0. */
export interface RunCheck {
  readonly kind: 'run';
  readonly run: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  readonly at: Range;
}

/** A daemon that must become ready and then answer requests, and a command that must exit 0, if one is given. */
export interface DaemonCheck {
  readonly kind: 'start';
  /** The entrypoint and the command of the image when absent. */
  readonly start?: readonly string[];
  readonly ready: Readiness;
  /** Sent in this order once the daemon is ready. */
  readonly get?: readonly HttpRequest[];
  readonly run?: readonly string[];
  readonly timeout: number;
  readonly at: Range;
}

/** A request to a server on this machine, and the answer that it must get. */
export interface HttpRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly method: string;
  /** With its query, as the request line has it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From 200 to 399 when absent. */
  readonly status?: number;
  /** A part of the answer's body. */
  readonly contains?: string;
  readonly at: Range;
}

export type Readiness =
  /** By http or https. */
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  /** An extended regular expression of POSIX, for a line that the daemon writes. */
  | { readonly kind: 'log'; readonly expression: string };

/** Healthcheck is `healthcheck:`, with durations in nanoseconds as in an image config. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly startPeriod?: number;
  /** No key sets it: it comes from the image in `from` alone. */
  readonly startInterval?: number;
  readonly retries?: number;
  readonly at: Range;
}
