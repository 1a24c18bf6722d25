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
   * `package:NAME` for a package that the Imagefile names or the program belongs to.
   */
  readonly when: readonly string[];
  /** Patterns over the tree. */
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
}
