import type { Starts, TraceEvent } from '../prune/request.ts';
import { folderOf, join } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Access } from './accesses.ts';
import { joinStarts, startsOf } from './starts.ts';

/** Events collects the files of a tree that a trace uses: each path once for each kind of use. */
export interface Events {
  add(access: Access): void;
  /** Sorted by path, then by kind. */
  list(): readonly TraceEvent[];
  /** Faults of texts that a shell got as its argument; all their words are in the events. */
  unread(): readonly string[];
}

/** Paths that do not belong to the image: those of the container's runtime, temporary files and mib's own. */
const OUTSIDE = /^\/(proc|sys|dev|tmp|run|\.mib|\.mib-(?:first|get|trace))(\/|$)/;

/** Reports whether a path does not belong to the image. */
export function isOutside(path: string): boolean {
  return OUTSIDE.test(path);
}

/** The number of links that the kernel follows in one path (MAXSYMLINKS). */
const MOST_LINKS = 40;

/**
 * Makes a collector of events. Only successful accesses count. Names are resolved in the tree as it was before the
 * program ran: the program made any other file itself, so only the folder of such a file is an event.
 */
export function newEvents(resolver: Resolver): Events {
  const kinds = new Map<string, Set<TraceEvent['kind']>>();
  const starts = new Map<string, Starts>();
  const faults = new Set<string>();
  const links = new Map<string, string>();
  const canonical = canonicalIn(resolver);
  const step = stepIn(resolver);
  const isLeft = (path: string) => isOutside(path.includes('/..') ? canonical(path) : path);
  const note = (path: string, kind: TraceEvent['kind']) => {
    if (isLeft(path)) return;
    const known = kinds.get(path);
    if (known === undefined) kinds.set(path, new Set([kind]));
    else known.add(kind);
  };
  const noteStarts = (path: string, argv: readonly string[], folder: string | undefined) => {
    const words = startsOf(path, argv, folder);
    const joined = joinStarts(starts.get(path), words);
    if (joined !== undefined) starts.set(path, joined);
    if (words.unread !== undefined) faults.add(words.unread.fault);
  };
  return {
    add: ({ use, path: written, error, target, argv, folder }) => {
      if (error !== undefined) return;
      const path = throughMade(links, written, step);
      if (target !== undefined) links.set(canonical(path), target);
      if (isLeft(path)) return;
      if (use === 'make') note(existing(resolver, folderOf(path)), 'create');
      else if (resolver.locate(path) !== undefined) {
        note(path, use);
        if (argv !== undefined) noteStarts(path, argv, folder);
      } else note(existing(resolver, path), 'create');
    },
    list: () =>
      [...kinds]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([path, all]) => telling(path, all, starts.get(path))),
    unread: () => [...faults].sort(),
  };
}

/** Returns the events of a path. After an open, `look` is left out: it adds nothing and may differ from run to run. */
function telling(
  path: string,
  kinds: ReadonlySet<TraceEvent['kind']>,
  starts: Starts | undefined,
): TraceEvent[] {
  const opened = kinds.has('open') || kinds.has('exec');
  return [...kinds]
    .filter((kind) => kind !== 'look' || !opened)
    .sort()
    .map((kind) => ({ path, kind, ...(kind === 'exec' && starts && { starts }) }));
}

/** Returns the path itself, or its nearest parent folder that the tree has. */
function existing(resolver: Resolver, path: string): string {
  let at = path;
  while (at !== '/' && resolver.locate(at) === undefined) at = folderOf(at);
  return at;
}

/** Returns a function that resolves links and `..` in a path as far as the tree has it, and `..` textually beyond that. */
export function canonicalIn(resolver: Resolver): (path: string) => string {
  const step = stepIn(resolver);
  return (path) => path.split('/').reduce(step, '/');
}

/** Returns a function that goes from a canonical path to one of its names, or to the folder above it. */
function stepIn(resolver: Resolver): (at: string, part: string) => string {
  return (at, part) => {
    if (part === '..') return folderOf(at);
    if (part === '' || part === '.') return at;
    const path = join(at, part);
    return resolver.follow(path)?.path ?? path;
  };
}

/** Resolves links in a path that the program made itself. They may lead back into the tree. */
function throughMade(
  links: ReadonlyMap<string, string>,
  written: string,
  step: (at: string, part: string) => string,
): string {
  let path = written;
  for (let followed = 0; links.size > 0 && followed < MOST_LINKS; followed++) {
    const parts = path.split('/');
    let at = '/';
    const end = parts.findIndex((part) => {
      at = step(at, part);
      return links.has(at);
    });
    if (end < 0) return path;
    const folder = parts.slice(0, end).join('/') || '/';
    const target = links.get(at) ?? '';
    path = [target.startsWith('/') ? target : join(folder, target), ...parts.slice(end + 1)].join('/');
  }
  return path;
}
