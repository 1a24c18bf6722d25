import type { Reason } from '../prune/graph.ts';
import { canonicalPath } from '../tree/dpkg.ts';
import { printable } from '../tree/printable.ts';
import { resolverOf } from '../tree/resolver.ts';

/** KeptNode is a line of `keep.jsonl`, which the prune step writes: something kept, with every reason. */
export interface KeptNode {
  /** Canonical path, or `rule:NAME` or `package:NAME` for a group of files. */
  readonly id: string;
  readonly type?: 'file' | 'folder' | 'link' | 'other';
  /** Bytes; of files only. */
  readonly size?: number;
  /** Target of a link, as written. */
  readonly target?: string;
  /** Packages that own it; none for files made during the installation. */
  readonly packages?: readonly string[];
  /** Strongest first. */
  readonly reasons: readonly Reason[];
}

/** KeepSummary is the part of `summary.json` that reports show. */
export interface KeepSummary {
  readonly full: Totals;
  readonly kept: Totals;
  /** Paths removed by `drop:`, each with the pattern and the reasons to keep it, strongest first. */
  readonly dropped: Readonly<
    Record<string, { readonly pattern: string; readonly reasons: readonly Reason[] }>
  >;
  /** State and secrets that are left out although a check used them. */
  readonly withheld: readonly string[];
  /** Paths that are left out and not UTF-8, if any: BuildKit, which knows the full tree, cannot be asked for them. */
  readonly notUtf8?: readonly string[];
}

interface Totals {
  readonly files: number;
  readonly bytes: number;
  readonly packages: number;
}

export type KeepGraph = ReadonlyMap<string, KeptNode>;

export function parseKeep(text: string): KeepGraph {
  const nodes = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): KeptNode => JSON.parse(line));
  return new Map(nodes.map((node) => [node.id, node]));
}

/** Returns a path that is left out, given as `printable` shows it; undefined if the report has no such path. */
export function leftOutPath(
  { dropped, withheld, notUtf8 = [] }: KeepSummary,
  shown: string,
): string | undefined {
  if (!shown.includes('\\')) return undefined;
  return [...Object.keys(dropped), ...withheld, ...notUtf8].find((path) => printable(path) === shown);
}

/** Returns the id of the node at a path. Follows links that are kept. The path may be as `printable` shows it. */
export function idOf(graph: KeepGraph, path: string): string {
  if (graph.has(path)) return path;
  const shown = path.includes('\\') ? [...graph.keys()].find((id) => printable(id) === path) : undefined;
  if (shown !== undefined) return shown;
  const resolver = resolverOf({
    lstat: (id) => {
      const type = graph.get(id)?.type;
      return type && { type, mode: 0, uid: 0, gid: 0, size: 0, mtime: 0 };
    },
    readlink: (id) => graph.get(id)?.target ?? '',
  });
  return canonicalPath(resolver)(`/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'));
}
