import { folderOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';
import type { Use } from './calls.ts';
import { canonicalIn, isOutside } from './events.ts';

/** MissingFile is a file that a check looked for in the image and that only the full tree has. */
export interface MissingFile {
  /** Canonical in the full tree. */
  readonly path: string;
  readonly use: Use;
}

/** Trees are the trees that lookups are compared in. */
export interface Trees {
  readonly full: Resolver;
  readonly image: Resolver;
  /** Reports whether a canonical path is missing on purpose: the prune step knew of its use, or `drop` matches it. */
  readonly isMeant: (path: string) => boolean;
}

/** Errors for a path that does not exist (path_resolution(7)). */
const NOWHERE = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Returns the file that an access in the image missed; undefined if it found the file, or if the full tree lacks it
 * too. An access that could not create a file misses the parent folder.
 */
export function missedBy(
  { full, image, isMeant }: Trees,
  { use, path: written, error }: Access,
): MissingFile | undefined {
  if (error === undefined || !NOWHERE.has(error)) return undefined;
  const wanted = use === 'make' ? folderOf(written) : written;
  const path = full.follow(wanted)?.path;
  if (path === undefined || isOutside(path) || image.follow(wanted) !== undefined || isMeant(path))
    return undefined;
  return { path, use };
}

/** Returns the canonical paths of events, with the links on the way to them. */
export function knownPaths(full: Resolver, paths: Iterable<string>): ReadonlySet<string> {
  const canonical = canonicalIn(full);
  const known = new Set<string>();
  for (const path of paths) {
    known.add(canonical(path));
    for (const link of full.follow(path)?.links ?? []) known.add(link);
  }
  return known;
}

/** Reports whether a missing file is an error. A file that was only looked at may be optional, and is a warning. */
export function isGrave({ use }: MissingFile): boolean {
  return use !== 'look' && use !== 'list';
}
