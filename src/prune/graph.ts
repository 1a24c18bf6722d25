import { byName } from './paths.ts';
import type { Entry } from './tree.ts';

/** Why something is kept. docs of the report list what each kind's detail means. */
export type ReasonKind =
  | 'entry'
  | 'program'
  | 'argument'
  | 'file'
  | 'keep'
  | 'skeleton'
  | 'home'
  | 'working-dir'
  | 'volume'
  | 'trace'
  | 'interpreter'
  | 'needed'
  | 'hwcap'
  | 'dlopen-note'
  | 'shebang'
  | 'shell-word'
  | 'nss'
  | 'cache'
  | 'link'
  | 'parent'
  | 'rule'
  | 'requested'
  | 'package-data'
  | 'package'
  | 'licence'
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
  /** Several kinds may come from one node; per kind and origin one edge is enough. */
  readonly reasons: ReadonlyMap<string, Reason>;
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, Node>;
  /** True where the node has no reason of this kind yet: then it is to be expanded for it. */
  add(id: string, entry: Entry | undefined, reason: Reason): boolean;
}

export function newGraph(): Graph {
  const nodes = new Map<
    string,
    Node & { readonly reasons: Map<string, Reason>; readonly kinds: Set<ReasonKind> }
  >();
  return {
    nodes,
    add: (id, entry, reason) => {
      const node = nodes.get(id) ?? { id, ...(entry && { entry }), reasons: new Map(), kinds: new Set() };
      nodes.set(id, node);
      const first = !node.kinds.has(reason.kind);
      node.kinds.add(reason.kind);
      const key = `${reason.kind} ${reason.from ?? ''}`;
      const known = node.reasons.get(key);
      if (known === undefined || stronger(reason, known)) node.reasons.set(key, reason);
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
  return [...node.reasons.values()].sort(
    (a, b) =>
      byName(a.strength, b.strength) ||
      byName(a.kind, b.kind) ||
      byName(a.from ?? '', b.from ?? '') ||
      byName(a.detail ?? '', b.detail ?? ''),
  );
}
