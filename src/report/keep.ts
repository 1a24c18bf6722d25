import type { Reason } from '../prune/graph.ts';
import { canonicalPath } from '../tree/dpkg.ts';
import { resolverOf } from '../tree/resolver.ts';

/** A line of `keep.jsonl`, which the prune step writes: something kept, and every reason for it. */
export interface KeptNode {
  /** Canonical path, or `rule:NAME`, `package:NAME` for what stands for several files. */
  readonly id: string;
  readonly type?: 'file' | 'folder' | 'link' | 'other';
  /** Bytes; of files only. */
  readonly size?: number;
  /** What a link says. */
  readonly target?: string;
  /** Packages that own it; none for what an installation made. */
  readonly packages?: readonly string[];
  /** The strongest first. */
  readonly reasons: readonly Reason[];
}

/** The part of `summary.json` that people are shown. */
export interface KeepSummary {
  readonly full: Totals;
  readonly kept: Totals;
  /** Paths that a line of `drop:` took out, each with that and what it would be kept for, the strongest first. */
  readonly dropped: Readonly<
    Record<string, { readonly pattern: string; readonly reasons: readonly Reason[] }>
  >;
  /** State and secrets that stay out although a check used them. */
  readonly withheld: readonly string[];
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

/** The id of what a path names: links in it are followed, as far as they are kept. */
export function idOf(graph: KeepGraph, path: string): string {
  if (graph.has(path)) return path;
  const resolver = resolverOf({
    lstat: (id) => {
      const type = graph.get(id)?.type;
      return type && { type, mode: 0, uid: 0, gid: 0, size: 0, mtime: 0 };
    },
    readlink: (id) => graph.get(id)?.target ?? '',
  });
  return canonicalPath(resolver)(`/${path}`.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'));
}
