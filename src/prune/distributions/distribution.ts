import type { Package } from '../../tree/package.ts';
import type { ReasonKind } from '../graph.ts';

export type Language = 'java' | 'node' | 'perl' | 'python' | 'ruby';

/**
 * Distribution is a set of modules that is installed as one and stays or goes as one: a distribution of Python or Perl, a
 * gem, a package of npm.
 */
export interface Distribution {
  readonly language: Language;
  /** Its id in the graph. */
  readonly group: string;
  readonly name: string;
  /** The package of Debian that has it; absent for a dependency of the application. */
  readonly package?: Package;
  /** The group of the rule without which it is not kept. */
  readonly rule?: string;
  /** What a line of `keep` says to keep it. */
  readonly pattern: string;
  /** Canonical paths, folders not included. */
  readonly files: readonly string[];
  /** What others call it: `python:scipy`, `package:python3-scipy`. */
  readonly keys: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Names of the entry points that it adds to others: the groups of entry_points.txt. */
  readonly plugs: readonly string[];
}

/** Requirement is a distribution that another one names. */
export interface Requirement {
  /** The name as its metadata has it. */
  readonly detail: string;
  /** Keys, of which the first that is known counts. */
  readonly keys: readonly string[];
  readonly extras: readonly string[];
  /** Reports whether it counts with these extras. */
  readonly applies: (extras: ReadonlySet<string>) => boolean;
}

/** Metadata is what the files of a distribution say about it. */
export interface Metadata {
  readonly keys: readonly string[];
  readonly requirements: readonly Requirement[];
  /** Reports whether they say anything at all about what it needs. */
  readonly isDeclared: boolean;
  readonly plugs: readonly string[];
}

/** Returns a requirement that always counts. */
export function always(detail: string, keys: readonly string[]): Requirement {
  return { detail, keys, extras: [], applies: () => true };
}

/** Returns the key of a Debian package. */
export function packageKey({ name }: Pick<Package, 'name'>): string {
  return `package:${name}`;
}

/** Place is a path of a distribution. */
export interface Place {
  readonly distributions: readonly Distribution[];
  /** Reasons that do not keep the path before its distribution is kept. */
  readonly held: readonly ReasonKind[];
  /** Whether it says something about the distribution. */
  readonly isMetadata: boolean;
  /** Whether it is a folder with nothing but files of distributions. */
  readonly isFolder: boolean;
  /** Whether the language's own programs use it, whatever else they do. */
  readonly isOwn: boolean;
}

/** Installed is the distributions of a tree. */
export interface Installed {
  /** Sorted by group. */
  readonly all: readonly Distribution[];
  /** By canonical path. */
  readonly places: ReadonlyMap<string, Place>;
  /** By key. */
  readonly byKey: ReadonlyMap<string, readonly Distribution[]>;
}

export const NONE: Installed = { all: [], places: new Map(), byKey: new Map() };

/** Returns distributions by each of their keys. */
export function indexed(all: readonly Distribution[]): Installed['byKey'] {
  const byKey = new Map<string, Distribution[]>();
  for (const each of all)
    for (const key of new Set(each.keys)) byKey.set(key, [...(byKey.get(key) ?? []), each]);
  return byKey;
}
