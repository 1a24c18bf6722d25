import type { TraceEvent } from '../prune/request.ts';
import { folderOf, join } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';

/** Collects what a trace says about a tree: each path once for each kind, however often it was used. */
export interface Events {
  add(access: Access): void;
  /** Sorted by path, then by kind. */
  list(): readonly TraceEvent[];
}

/** What the container's runtime provides, and what is scratch or mib's own: nothing of it belongs to the image. */
const OUTSIDE = /^\/(proc|sys|dev|tmp|run|\.mib|\.mib-get|\.mib-trace)(\/|$)/;

/** Whether a canonical path, or one as it was written, lies there. */
export function isOutside(path: string): boolean {
  return OUTSIDE.test(path);
}

/** How many links the kernel follows in one path (MAXSYMLINKS). */
const MOST_LINKS = 40;

/**
 * Only what succeeded counts. What a name means is asked of the tree as it was before the program ran: a file that is
 * not there was made by the program, so only the folder that it was made in is an event.
 */
export function newEvents(resolver: Resolver): Events {
  const kinds = new Map<string, Set<TraceEvent['kind']>>();
  const links = new Map<string, string>();
  const canonical = canonicalIn(resolver);
  const isLeft = (path: string) => isOutside(path.includes('/..') ? canonical(path) : path);
  const note = (path: string, kind: TraceEvent['kind']) => {
    if (isLeft(path)) return;
    const known = kinds.get(path);
    if (known === undefined) kinds.set(path, new Set([kind]));
    else known.add(kind);
  };
  return {
    add: ({ use, path: written, error, target }) => {
      if (error !== undefined) return;
      const path = throughMade(links, written, canonical);
      if (target !== undefined) links.set(canonical(path), target);
      if (isLeft(path)) return;
      if (use === 'make') note(existing(resolver, folderOf(path)), 'create');
      else if (resolver.locate(path) !== undefined) note(path, use);
      else note(existing(resolver, path), 'create');
    },
    list: () => [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, all]) => telling(path, all)),
  };
}

/** To have looked at what was also opened says nothing more, and may differ from run to run. */
function telling(path: string, kinds: ReadonlySet<TraceEvent['kind']>): TraceEvent[] {
  const opened = kinds.has('open') || kinds.has('exec');
  return [...kinds]
    .filter((kind) => kind !== 'look' || !opened)
    .sort()
    .map((kind) => ({ path, kind }));
}

/** The path itself or the nearest folder above it that the tree has. */
function existing(resolver: Resolver, path: string): string {
  let at = path;
  while (at !== '/' && resolver.locate(at) === undefined) at = folderOf(at);
  return at;
}

/** Where a path leads: links are followed and `..` is worked in, as far as the tree goes; beyond it by the letter. */
export function canonicalIn(resolver: Resolver): (path: string) => string {
  return (path) => {
    let at = '/';
    for (const part of path.split('/')) {
      if (part === '..') at = folderOf(at);
      else if (part !== '' && part !== '.') at = resolver.follow(join(at, part))?.path ?? join(at, part);
    }
    return at;
  };
}

/** A path through links that the program made itself: what lies behind them may be the tree's. */
function throughMade(
  links: ReadonlyMap<string, string>,
  written: string,
  canonical: (path: string) => string,
): string {
  let path = written;
  for (let followed = 0; links.size > 0 && followed < MOST_LINKS; followed++) {
    const parts = path.split('/');
    const end = parts.findIndex(
      (_, index) => index > 0 && links.has(canonical(parts.slice(0, index + 1).join('/'))),
    );
    if (end < 0) return path;
    const folder = parts.slice(0, end).join('/') || '/';
    const target = links.get(canonical(parts.slice(0, end + 1).join('/'))) ?? '';
    path = [target.startsWith('/') ? target : join(folder, target), ...parts.slice(end + 1)].join('/');
  }
  return path;
}
