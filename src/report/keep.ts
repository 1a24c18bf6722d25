import type { Reason } from '../prune/graph.ts';

/** A line of `keep.jsonl`, which the prune step writes: something kept, and every reason for it. */
export interface KeptNode {
  /** Canonical path, or `rule:NAME`, `package:NAME` for what stands for several files. */
  readonly id: string;
  readonly type?: 'file' | 'folder' | 'link' | 'other';
  /** Bytes; of files only. */
  readonly size?: number;
  /** Packages that own it; none for what an installation made. */
  readonly packages?: readonly string[];
  /** The strongest first. */
  readonly reasons: readonly Reason[];
}

/** The part of `summary.json` that people are shown. */
export interface KeepSummary {
  readonly full: Totals;
  readonly kept: Totals;
  /** Paths that a line of `drop:` took out, each with the pattern. */
  readonly dropped: Readonly<Record<string, string>>;
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
