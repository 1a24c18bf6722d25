import type { Level } from '../imagefile/spec.ts';

/** Rule keeps files of one ecosystem that no file refers to. It is pure data: a file in rules/ and a line in its index. */
export interface Rule {
  /** Shown in reports as `rule:NAME`. */
  readonly name: string;
  /** One sentence that explains why the files are kept. */
  readonly why: string;
  /** The source of the fact: a manual page, an upstream file, a measurement. */
  readonly source: string;
  /** The finest level at which it applies; `modules` if absent. The levels are files, modules, packages. */
  readonly from?: Exclude<Level, 'none'>;
  /**
   * Triggers, of which one is enough: a pattern over kept paths, `env:NAME` for a variable of the image, `package:NAME`
   * for a package that the Imagefile names, that owns the program, or that is manually installed in the base image.
   */
  readonly when: readonly string[];
  /** Patterns over the tree. `{env:NAME}` is replaced by the path in a variable of the image. */
  readonly keep: readonly string[];
  /**
   * Patterns of files that neither a rule nor a package brings in, nor links to them, at any level and whether or not the
   * rule fires. A reference to a single file still keeps it.
   */
  readonly exclude?: readonly string[];
  /** Patterns like those of `exclude`, but of files that whole packages keep. */
  readonly excludeFromData?: readonly string[];
  /**
   * Whether the rule is about dependencies of an application. What it excludes or governs is then also left out of the folders
   * that `files` and `output` name.
   */
  readonly isDependency?: true;
  /** Patterns of a language's standard library, whose calls of programs do not show what the application needs. */
  readonly own?: readonly string[];
  /** `hard` if the program fails without the files; `soft` if absent. */
  readonly strength?: 'hard' | 'soft';
  /** What kept files do not work without, whatever the level. */
  readonly needs?: readonly Need[];
  /** The ecosystem outside the system's folders, as upstream and official images install it. */
  readonly anywhere?: Anywhere;
}

/**
 * Need names files that are kept with others. The build fails if the tree has such a file and the image may not, because
 * of `drop` or because the file is a secret.
 */
export interface Need {
  /** A pattern over kept paths: the files that do not work without the others. */
  readonly by: string;
  /** Patterns over the tree, of single files. */
  readonly files: readonly string[];
}

/**
 * Anywhere is a rule that applies in every folder with a landmark. In all patterns, `{home}` is that folder, and
 * `{setting}` the folder that `setting` reads there.
 */
export interface Anywhere {
  /**
   * Landmarks are patterns that bind `{home}`: `{home}/lib/server/libjvm.so` finds `/opt/java/openjdk`. They have no `**`.
   * If absent, the patterns of `when` bind it.
   */
  readonly landmarks?: readonly string[];
  /** Triggers, as above; `env:NAME={home}` fires if the variable names the folder. */
  readonly when: readonly string[];
  readonly keep: readonly string[];
  readonly exclude?: readonly string[];
  readonly excludeFromData?: readonly string[];
  readonly needs?: readonly Need[];
  /** Patterns of files that are no part of a base image's application, such as compilers. Only the fired rule keeps them. */
  readonly governs?: readonly string[];
  /** Patterns like those above. */
  readonly own?: readonly string[];
  /** A file with lines `key = value`, and the key whose value is a folder. */
  readonly setting?: { readonly file: string; readonly key: string };
}
