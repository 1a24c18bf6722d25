import { folderOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';
import type { Use } from './calls.ts';
import { canonicalIn, isOutside } from './events.ts';

/** Something that a check looked for in the image and that only the full tree has. */
export interface MissingFile {
  /** Canonical in the full tree. */
  readonly path: string;
  readonly use: Use;
}

/** What missing lookups are judged by. */
export interface Trees {
  readonly full: Resolver;
  readonly image: Resolver;
  /** Tells whether a canonical path is meant to be missing: the pruning knew that it was used, or the Imagefile drops it. */
  readonly isMeant: (path: string) => boolean;
}

/** Errors of a name that leads nowhere (path_resolution(7)). */
const NOWHERE = new Set(['ENOENT', 'ENOTDIR']);

/**
 * What an access in the image missed; undefined where it found what it wanted, or where the full tree has it neither.
 * Who could not make a file misses the folder for it.
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

/** The canonical paths that events name, with the links on the way to them. */
export function knownPaths(full: Resolver, paths: Iterable<string>): ReadonlySet<string> {
  const canonical = canonicalIn(full);
  const known = new Set<string>();
  for (const path of paths) {
    known.add(canonical(path));
    for (const link of full.follow(path)?.links ?? []) known.add(link);
  }
  return known;
}

/** A program may do without what it only looked at, and go on; an image whose program did without the rest is not the same. */
export function isGrave({ use }: MissingFile): boolean {
  return use !== 'look' && use !== 'list';
}
