import { byName } from '../tree/paths.ts';
import type { Entry } from '../tree/tree.ts';

/**
 * ReasonKind is the kind of reason to keep a path. The brackets give the meaning of the reason's `from` and `detail`. A
 * reason without `from` comes from the request itself.
 */
export type ReasonKind =
  /** The program of the image, or a program among its arguments (as written). */
  | 'entry'
  /** A program that a check starts, or that a trace shows (as written). */
  | 'program'
  /** A file among the arguments of these (the argument). */
  | 'argument'
  /** A target of `files:`. */
  | 'file'
  /** A line of `keep:` (the pattern). */
  | 'keep'
  /** A bundle with certificates of `certificates:` (their files). */
  | 'certificates'
  /** A zone of `timezones:` (its name). */
  | 'timezones'
  /** A locale of `locales:`, or translations for it (from the program's package, if any; the name). */
  | 'locales'
  /** The application of the base image: no package owns it, and it is outside the system's folders. */
  | 'application'
  /** The application's code names the program in a call that starts programs (from the file; the line, or the class in an archive). */
  | 'named'
  /** A path that every image has (the pattern). */
  | 'skeleton'
  | 'home'
  | 'working-dir'
  | 'volume'
  /** A traced check used it (`open`, `look`, `list`, `create`). */
  | 'trace'
  /** PT_INTERP (from the program; as written there). */
  | 'interpreter'
  /** DT_NEEDED (from the ELF file; the soname). */
  | 'needed'
  /** The build of a needed library for newer processors (from the ELF file; the soname). */
  | 'hwcap'
  /** `.note.dlopen` (from the ELF file; the soname). */
  | 'dlopen-note'
  /** A name in the constants of an ELF file that imports dlopen (from the ELF file; the name). */
  | 'dlopen-literal'
  /** The first line of a script (from the script; the line). */
  | 'shebang'
  /** A command in a shell script, in `sh -c` or in a file with command lines (from the file or the shell; the word). */
  | 'shell-word'
  /** A file that a shell text sources or that a shell runs (from the file or the shell; the path). */
  | 'sourced'
  /** A service of nsswitch.conf (from libc; the service). */
  | 'nss'
  /** A library that the loader finds only through ld.so.cache (from the ELF file; the soname). */
  | 'cache'
  /** A link on the way to a path (from what named the path; the path), or a link's target (from the link; its text). */
  | 'link'
  /** The parent folder of a kept path (from its first child; the child's name). */
  | 'parent'
  /** A rule fired (from the trigger, to `rule:NAME`), or keeps a file (from `rule:NAME`; the pattern). */
  | 'rule'
  /** A kept file does not work without it (from that file; the rule that says so). */
  | 'need'
  /**
   * A package that the Imagefile names, one from the entry's source package, or the `-data` or `-common` package of
   * either (from the entry, to `package:NAME`; the name of the package or source package).
   */
  | 'requested'
  /** Configuration or data of a package (from `package:NAME`). */
  | 'package-data'
  /** A whole package at level `packages` (from a file that the program uses, to `package:NAME`; and from there). */
  | 'package'
  /** A distribution is used (from a file of it, to `distribution:LANGUAGE:NAME`), and stays whole (from there). */
  | 'distribution'
  /**
   * A distribution, or a package without one, requires another one (from either; the name, or the group of entry points
   * that a plugin has).
   */
  | 'requires'
  /** The application's code imports a module of a distribution (from the file; the module). */
  | 'imports'
  /** A licence (from the first file that it covers; the package). */
  | 'licence'
  /** The package database, which mib writes in the tree's own format, and its folders; rpm's is kept as it is (its place). */
  | 'database';

/** `hard`: the program fails without it. `soft`: one of its features may. */
export type Strength = 'hard' | 'soft';

/** Reason is an edge to a node. */
export interface Reason {
  /** A canonical path, or the id of a group; absent if the request itself is the reason. */
  readonly from?: string;
  readonly kind: ReasonKind;
  /** The reference as written: a soname, a link's text, a pattern. */
  readonly detail?: string;
  readonly strength: Strength;
}

/** Node is a kept path or a group. */
export interface Node {
  /** A canonical path, or `rule:NAME`, `package:NAME` or `distribution:LANGUAGE:NAME` for a group. */
  readonly id: string;
  /** Absent for a group. */
  readonly entry?: Entry;
  /** One reason per kind and origin. An array, because most nodes have one. */
  readonly reasons: readonly Reason[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, Node>;
  /** Adds a reason. Returns true if it is the node's first of this kind, so that the node must be expanded for it. */
  add(id: string, entry: Entry | undefined, reason: Reason): boolean;
}

export function newGraph(): Graph {
  const nodes = new Map<string, Node & { readonly reasons: Reason[] }>();
  return {
    nodes,
    add: (id, entry, reason) => {
      const node = nodes.get(id);
      if (node === undefined) {
        nodes.set(id, { id, ...(entry && { entry }), reasons: [reason] });
        return true;
      }
      const first = node.reasons.every(({ kind }) => kind !== reason.kind);
      const at = node.reasons.findIndex(({ kind, from }) => kind === reason.kind && from === reason.from);
      const known = node.reasons[at];
      if (known === undefined) node.reasons.push(reason);
      else if (stronger(reason, known)) node.reasons[at] = reason;
      return first;
    },
  };
}

/** Decides which of two edges of one kind and origin stays. The result must not depend on their order. */
function stronger(a: Reason, b: Reason): boolean {
  if (a.strength !== b.strength) return a.strength === 'hard';
  return byName(a.detail ?? '', b.detail ?? '') < 0;
}

/** Returns the reasons of a node in the order of the report: hard ones first, then by kind and origin. */
export function sortedReasons(node: Node): readonly Reason[] {
  return [...node.reasons].sort(
    (a, b) =>
      byName(a.strength, b.strength) ||
      byName(a.kind, b.kind) ||
      byName(a.from ?? '', b.from ?? '') ||
      byName(a.detail ?? '', b.detail ?? ''),
  );
}
