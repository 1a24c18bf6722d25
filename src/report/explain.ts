import { isFurther } from '../debian/lock.ts';
import { packageName } from '../debian/packages.ts';
import type { Plan } from '../plan/plan.ts';
import { IN_IMAGEFILE } from '../prune/advice.ts';
import { reasonText, type Step, wayLines } from '../prune/why.ts';
import { printable } from '../tree/printable.ts';
import type { KeepGraph, KeepSummary, KeptNode } from './keep.ts';

/** Share is the part of an image that a package or a reason accounts for. */
export interface Share {
  readonly name: string;
  /** Where a package comes from; absent for what is in no package. */
  readonly origin?: string;
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

const NO_PACKAGE = '(no package)';

/** @param originOf where a package comes from */
export function overview(
  graph: KeepGraph,
  { full, kept }: KeepSummary,
  originOf: (name: string) => string | undefined,
): Overview {
  const files = [...graph.values()].filter((node) => node.type === 'file' || node.type === 'link');
  return {
    full,
    kept,
    packages: shares(files, (node) => node.packages?.[0] ?? NO_PACKAGE).map((share) => {
      const origin = share.name === NO_PACKAGE ? undefined : originOf(share.name);
      return origin === undefined ? share : { ...share, origin };
    }),
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

/**
 * Returns a function that says where a package comes from, by its name as dpkg lists it: `libc6:amd64`. What a build with a
 * base image did not fetch is from that image.
 */
export function originsIn({
  bootstrap,
  below,
  install,
}: Pick<Plan, 'bootstrap' | 'below' | 'install'>): (name: string) => string | undefined {
  const debs = [...(bootstrap?.packages ?? []), ...install.packages];
  const known = new Map(debs.map(({ name, origin }) => [name, origin]));
  return (name) => known.get(packageName(name)) ?? below?.name;
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
  const lines = rows.map(({ name, files, bytes, origin = '' }) =>
    cells(name, String(files), megabytes(bytes), origin),
  );
  function cells(name: string, files: string, size: string, origin: string) {
    return `${`${name.padEnd(width)}  ${files.padStart(6)}  ${size.padStart(9)}  ${origin}`.trimEnd()}\n`;
  }
  const hasOrigins = rows.some(({ origin }) => origin !== undefined);
  return cells(heading, 'FILES', 'MB', hasOrigins ? 'ORIGIN' : '') + lines.join('');
}

/**
 * Explains why a path is in the image: a line for each step, from the path to what the Imagefile requests.
 * @param from the packages that own it, with their origin; those of a further repository are named
 */
export function whyText(steps: readonly Step[], from: readonly PackageOrigin[] = []): string {
  const strangers = from.filter(({ origin = '' }) => isFurther(origin));
  const lines = strangers.map(({ name, origin }) => `it is in the package ${name}, from ${origin}`);
  return `${[...wayLines(steps), ...lines].join('\n')}\n`;
}

/** PackageOrigin says where a package comes from, as far as that is known. */
export interface PackageOrigin {
  readonly name: string;
  readonly origin?: string;
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
