import type { Level } from '../imagefile/spec.ts';

/** What one ecosystem needs that no file says. Pure data: a new rule is a new file in rules/ and a line in its index. */
export interface Rule {
  /** Shown in reports as `rule:NAME`. */
  readonly name: string;
  /** One sentence for a person who asks why a file is in the image. */
  readonly why: string;
  /** Where the fact is from: a manual page, an upstream file, a measurement. */
  readonly source: string;
  /** The finest level it holds at; `modules` where absent. Levels go files, modules, packages. */
  readonly from?: Exclude<Level, 'none'>;
  /**
   * Any one of them is enough: a pattern over kept paths, `env:NAME` for a variable of the image,
   * `package:NAME` for a package that the Imagefile names, that the program belongs to, or that the base image has on purpose.
   */
  readonly when: readonly string[];
  /** Patterns over the tree. `{env:NAME}` stands for the path that a variable of the image holds. */
  readonly keep: readonly string[];
  /**
   * Patterns of what no set of files brings in, be it a rule's or a package's, at any level and whether or not the rule
   * fires; nor are links to it brought in. What refers to such a file by itself still does.
   */
  readonly exclude?: readonly string[];
  /** The same, but whole packages have it. */
  readonly excludeFromData?: readonly string[];
  /** `hard` where the program breaks without; `soft` where absent. */
  readonly strength?: 'hard' | 'soft';
  /** The same ecosystem outside the system's folders, as upstream and official images install it. */
  readonly anywhere?: Anywhere;
}

/**
 * Anywhere is a rule that holds in every folder with a landmark. `{home}` stands for that folder in all patterns, and
 * `{setting}` for the folder that `setting` reads there.
 */
export interface Anywhere {
  /**
   * Landmarks are patterns that bind `{home}`: `{home}/lib/server/libjvm.so` finds `/opt/java/openjdk`. They have no `**`.
   * Where absent, the patterns of `when` bind it.
   */
  readonly landmarks?: readonly string[];
  /** As above; `env:NAME={home}` holds where the variable names the folder. */
  readonly when: readonly string[];
  readonly keep: readonly string[];
  readonly exclude?: readonly string[];
  readonly excludeFromData?: readonly string[];
  /** Patterns of what is no part of an application in a base image, and stays only where the rule fires: an installer, a compiler. */
  readonly governs?: readonly string[];
  /** Patterns of a language's own library: the programs that it calls say nothing about the application. */
  readonly own?: readonly string[];
  /** A file of lines `key = value`, and the key whose value is a folder. */
  readonly setting?: { readonly file: string; readonly key: string };
}
