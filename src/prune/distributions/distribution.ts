import type { Package } from '../../tree/package.ts';

export type Language = 'python' | 'perl' | 'ruby' | 'node';

/**
 * Distribution is a set of modules that is installed as one and stays or goes as one: a distribution of Python or Perl, a
 * gem, a package of npm.
 */
export interface Distribution {
  readonly language: Language;
  /** Its id in the graph. */
  readonly group: string;
  readonly name: string;
  /** The package of Debian that has it. */
  readonly package: Package;
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
