import { IN_IMAGEFILE } from '../prune/advice.ts';
import { reasonText, type Step, wayLines } from '../prune/why.ts';
import { printable } from '../tree/printable.ts';
import type { KeepGraph, KeepSummary, KeptNode } from './keep.ts';

/** Share is the part of an image that a package or a reason accounts for. */
export interface Share {
  readonly name: string;
  readonly files: number;
  /** Before compression. */
  readonly bytes: number;
}

/** Overview breaks an image down by package and by reason, largest first. */
export interface Overview {
  readonly full: KeepSummary['full'];
  readonly kept: KeepSummary['kept'];
  readonly packages: readonly Share[];
  readonly reasons: readonly Share[];
}

export function overview(graph: KeepGraph, { full, kept }: KeepSummary): Overview {
  const files = [...graph.values()].filter((node) => node.type === 'file' || node.type === 'link');
  return {
    full,
    kept,
    packages: shares(files, (node) => node.packages?.[0] ?? '(no package)'),
    reasons: shares(files, (node) => node.reasons[0]?.kind ?? '(none)'),
  };
}

function shares(nodes: readonly KeptNode[], nameOf: (node: KeptNode) => string): Share[] {
  const found = new Map<string, { files: number; bytes: number }>();
  for (const node of nodes) {
    const share = found.get(nameOf(node)) ?? { files: 0, bytes: 0 };
    share.files++;
    share.bytes += node.size ?? 0;
    found.set(nameOf(node), share);
  }
  const all = [...found].map(([name, share]) => ({ name, ...share }));
  return all.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** Returns the overview as text. */
export function overviewText({ full, kept, packages, reasons }: Overview): string {
  const { files, bytes } = kept;
  return [
    `${files} of ${full.files} files, ${megabytes(bytes)} of ${megabytes(full.bytes)} MB, ${kept.packages} of ${full.packages} packages\n`,
    `\n${table('PACKAGE', packages)}`,
    `\n${table('KEPT FOR', reasons)}`,
  ].join('');
}

function table(heading: string, rows: readonly Share[]): string {
  const width = Math.max(heading.length, ...rows.map((row) => row.name.length));
  const lines = rows.map(({ name, files, bytes }) => cells(name, String(files), megabytes(bytes)));
  function cells(name: string, files: string, size: string) {
    return `${name.padEnd(width)}  ${files.padStart(6)}  ${size.padStart(9)}\n`;
  }
  return cells(heading, 'FILES', 'MB') + lines.join('');
}

/** Explains why a path is in the image: a line for each step, from the path to what the Imagefile requests. */
export function whyText(steps: readonly Step[]): string {
  return `${wayLines(steps).join('\n')}\n`;
}

/** Explains why a path is not in the image. @param exists whether the full tree has it */
export function whyNotText(name: string, { dropped, withheld }: KeepSummary, exists: boolean): string {
  const line = dropped[name];
  const path = printable(name);
  if (line !== undefined) {
    const reasons = line.reasons.map((reason) => `  without the line: ${printable(reasonText(reason))}\n`);
    return `${path} is left out: drop "${line.pattern}" matches it\n${reasons.join('')}`;
  }
  if (!exists) return `${path} is not in the full tree that the image was made from\n`;
  const cause = withheld.includes(name)
    ? 'it is a secret of the installation, or state of the build machine that a check used'
    : 'nothing that is kept needs it, and no check used it';
  return `${path} is left out: ${cause}\n  to keep it: ${IN_IMAGEFILE.keep(name)}\n`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
