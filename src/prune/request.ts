import type { Level } from '../imagefile/spec.ts';
import type { ShellWords } from './shell/words.ts';
import type { Step } from './why.ts';

/** PruneRequest is the input of the prune step. Paths are absolute in the image; patterns are globs or `pkg:NAME`. */
export interface PruneRequest {
  readonly level: Exclude<Level, 'none'>;
  readonly architecture: string;
  readonly entry: readonly string[];
  /** Programs that the checks or the health check start, argv each. */
  readonly programs: readonly (readonly string[])[];
  /** Packages the Imagefile names; their configuration and data count as the program's own. */
  readonly packages: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly user: string;
  readonly volumes: readonly string[];
  /** Set where the tree is made from a base image; the working directory of that image, if it is known. */
  readonly from?: { readonly workingDir?: string };
  /** Set if the image keeps everything, and the request only asks what it needs. */
  readonly isWhole?: true;
  /** Targets of `files:`, each with the name it has in the image; always kept, folders with all that is in them. */
  readonly files: readonly string[];
  /** The texts of the commands of `run`, if there are any. */
  readonly run?: readonly string[];
  /** Names of the files of `certificates:`, if there are any; the bundles with them are kept. */
  readonly certificates?: readonly string[];
  /** Time zones to keep, and no others; absent if the Imagefile does not say which. */
  readonly timezones?: 'all' | readonly string[];
  /** Locales to keep, as the Imagefile names them. */
  readonly locales?: readonly string[];
  readonly keep: readonly string[];
  readonly drop: readonly string[];
  /** Seconds since 1970; no kept file is younger. */
  readonly epoch: number;
  /** Rules about the tree that the Imagefile does not want. */
  readonly skip?: readonly string[];
}

/** Starts has the programs and scripts that arguments name. A trace may hold secrets in them, and has nothing else of them. */
export type Starts = Pick<ShellWords, 'called' | 'sourced'>;

/** TraceEvent is one successful access of a check to a path of the tree. */
export interface TraceEvent {
  /** Absolute, as the program wrote it: links in it are kept too. The tree has it. */
  readonly path: string;
  /** `list`: it read the names in a folder; `create`: it made something in a folder, or used what was made there. */
  readonly kind: 'exec' | 'open' | 'look' | 'list' | 'create';
  /** What the arguments of an `exec` start: of a shell with a text, or of a program that starts another one. */
  readonly starts?: Starts;
}

/** PruneProblem is an error of the Imagefile. The frontend adds its line; the step fails with the same message. */
export type PruneProblem =
  | {
      readonly kind: 'missing-entry';
      readonly path: string;
      readonly reason: 'absent' | 'not-in-path' | 'not-executable' | 'directory';
      /** Programs of the tree with a similar name. */
      readonly near: readonly string[];
    }
  /** The program of the health check, as it stands there. */
  | { readonly kind: 'missing-healthcheck'; readonly name: string; readonly near: readonly string[] }
  /** The entry's loader or, for a script, the program of its first line is not in the tree. */
  | { readonly kind: 'missing-interpreter'; readonly path: string; readonly interpreter: string }
  | { readonly kind: 'matches-nothing'; readonly list: 'keep' | 'drop'; readonly pattern: string }
  /** A line of `drop` takes away what the image breaks without. */
  | {
      readonly kind: 'needed-file';
      readonly pattern: string;
      /** From the file to what the Imagefile asks for. */
      readonly way: readonly Step[];
    }
  /** A kept file does not work without a file that only the Imagefile may keep. */
  | {
      readonly kind: 'withheld-need';
      readonly path: string;
      readonly way: readonly Step[];
    }
  /** Every account of the image could change it. */
  | {
      readonly kind: 'world-writable';
      readonly path: string;
      readonly type: 'file' | 'folder';
      readonly mode: number;
      /** The package that brought it. */
      readonly owner?: string;
      /** The target of the line of `files:` that brought it. */
      readonly target?: string;
      /** Set where it came with the application in the base image. */
      readonly isApplication?: true;
    }
  /** A program or library that the image's machine cannot run. */
  | {
      readonly kind: 'foreign-elf';
      readonly path: string;
      /** As in GNU's names, e.g. `aarch64`. */
      readonly machine: string;
      /** Debian's name of the image's architecture. */
      readonly architecture: string;
      /** The target of the line of `files:` that brought it. */
      readonly target?: string;
    };
