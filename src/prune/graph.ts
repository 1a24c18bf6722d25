import { byName } from '../tree/paths.ts';
import type { Entry } from '../tree/tree.ts';

/**
 * Why something is kept. What `from` and `detail` of a reason say is in brackets; a reason without `from` is the
 * request's own.
 */
export type ReasonKind =
  /** The program of the image, or what that one is told to start (as written). */
  | 'entry'
  /** A program that a check starts, or a traced one (as written). */
  | 'program'
  /** A file among the arguments of these (the argument). */
  | 'argument'
  /** A target of `files:`. */
  | 'file'
  /** A line of `keep:` (the pattern). */
  | 'keep'
  /** The application in the image that `from` names: no package owns it, and it is outside the system's folders. */
  | 'application'
  /** The text of an application names the program in a call that starts one (from the file; the line). */
  | 'named'
  /** Every image has it (the pattern). */
  | 'skeleton'
  | 'home'
  | 'working-dir'
  | 'volume'
  /** Seen in a check (`open`, `look`, `list`, `create`). */
  | 'trace'
  /** PT_INTERP (from the program; as written there). */
  | 'interpreter'
  /** DT_NEEDED (from the ELF file; the soname). */
  | 'needed'
  /** The twin of a needed library for newer processors (from the ELF file; the soname). */
  | 'hwcap'
  /** `.note.dlopen` (from the ELF file; the soname). */
  | 'dlopen-note'
  /** A name among the constants of an ELF file that imports dlopen (from the ELF file; the name). */
  | 'dlopen-literal'
  /** The first line of a script (from the script; the line). */
  | 'shebang'
  /** A command in a shell script or in `sh -c` (from the script; the word). */
  | 'shell-word'
  /** A file that a shell script reads as a part of itself (from the script; the path). */
  | 'sourced'
  /** A service of nsswitch.conf (from libc; the service). */
  | 'nss'
  /** A library that the loader finds through ld.so.cache alone (from the ELF file; the soname). */
  | 'cache'
  /** A link on the way to a path (from what named the path; the path), or a link's target (from the link; its text). */
  | 'link'
  /** The folder of something kept (from its first child; the child's name). */
  | 'parent'
  /** A rule fired (from the trigger, to `rule:NAME`), or keeps a file (from `rule:NAME`; the pattern). */
  | 'rule'
  /**
   * A package that the Imagefile names, of the entry's source, or the data of these by its name (from the entry, to
   * `package:NAME`; the name of package or source).
   */
  | 'requested'
  /** Configuration or data of a package (from `package:NAME`). */
  | 'package-data'
  /** Level `packages` (from a file that the program uses, to `package:NAME`; and from there). */
  | 'package'
  /** Terms of use (from the first file they cover; the package). */
  | 'licence'
  /** The package database, which mib writes in the tree's own format, and its folders; rpm's is kept as it is (its place). */
  | 'database';

/** `hard`: the program breaks without it. `soft`: something it offers may. */
export type Strength = 'hard' | 'soft';

/** An edge to a node. */
export interface Reason {
  /** A canonical path, or the id of a group; absent where the request itself is the reason. */
  readonly from?: string;
  readonly kind: ReasonKind;
  /** What was asked for, as it is written there: a soname, a link's text, a pattern. */
  readonly detail?: string;
  readonly strength: Strength;
}

/** Something kept. */
export interface Node {
  /** Canonical path, or `rule:NAME`, `package:NAME` for what stands for several files. */
  readonly id: string;
  /** Absent for a group. */
  readonly entry?: Entry;
  /** Several kinds may come from one node; per kind and origin one edge is enough. An array: most nodes have one. */
  readonly reasons: readonly Reason[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, Node>;
  /** True where the node has no reason of this kind yet: then it is to be expanded for it. */
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

/** Which of two edges of one kind and origin stays; it must not depend on which came first. */
function stronger(a: Reason, b: Reason): boolean {
  if (a.strength !== b.strength) return a.strength === 'hard';
  return byName(a.detail ?? '', b.detail ?? '') < 0;
}

/** The reasons of a node in the order they are written: hard ones first, then by kind and origin. */
export function sortedReasons(node: Node): readonly Reason[] {
  return [...node.reasons].sort(
    (a, b) =>
      byName(a.strength, b.strength) ||
      byName(a.kind, b.kind) ||
      byName(a.from ?? '', b.from ?? '') ||
      byName(a.detail ?? '', b.detail ?? ''),
  );
}
