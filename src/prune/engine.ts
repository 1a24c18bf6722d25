import { expand, matcher } from '../tree/glob.ts';
import type { Packages } from '../tree/package.ts';
import { folderOf, foldersAbove, join, nameOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import { type Graph, type Node, newGraph, type Reason, type ReasonKind } from './graph.ts';
import { RUNTIME, STATE } from './patterns.ts';
import type { PruneRequest } from './request.ts';
import { secretFinder } from './secrets.ts';
import type { Unread } from './shell/words.ts';

/** NewFolder is a folder that the image gets although the tree does not have it. */
export interface NewFolder {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** UnreadText is a shell text of which a part could not be read. */
export interface UnreadText extends Unread {
  /** The file with the text; absent for a command of the image. */
  readonly from?: string;
}

/** Engine is the state of one pruning: the files kept so far, and the functions that keep more. */
export interface Engine {
  readonly request: PruneRequest;
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly graph: Graph;
  /** Canonical paths of folders to make. */
  readonly created: ReadonlySet<string>;
  /** Files that would be in the image without `drop`, and why. Files that only these bring in are not included. */
  readonly dropped: Graph;
  /** Secrets, and state that a check used. They are in the image only if the Imagefile names them. */
  readonly withheld: Graph;
  /** Files and folders below the folders that `files` names which no program runs. */
  readonly neverRun: Set<string>;
  /** Shell texts of which a part could not be read. */
  readonly unread: Set<UnreadText>;
  /** Returns the line of `drop` that removes a canonical path. */
  readonly droppedBy: (path: string) => string | undefined;
  /** Reports whether a file is a secret that the installation made. */
  readonly isSecret: (path: string, entry: Entry) => boolean;
  /** Reports whether the rules exclude a canonical path that this reason would bring in. */
  readonly isUnwanted: (path: string, reason: Pick<Reason, 'kind' | 'from'>) => boolean;
  /**
   * Keeps the file at a path and every link on the way to it; if it is a link, its target is kept later. Returns the
   * canonical path, or undefined if the path does not exist or may not be kept.
   */
  keep(path: string, reason: Reason): string | undefined;
  /** Keeps a path and, if it is a folder, everything below it. */
  keepAll(path: string, reason: Reason): void;
  /** Keeps a link and, for the same reason, the file at its end. */
  keepThrough(path: string, reason: Reason): void;
  /** Adds a node that represents several files. */
  group(id: string, reason: Reason): void;
  /** Keeps a folder, and creates it if the tree does not have it. */
  folder(folder: NewFolder, kind: ReasonKind): void;
  expand(pattern: string): Iterable<string>;
}

/** Expander finds further nodes. It is called once for every kind of reason of a node. */
export type Expander = (engine: Engine, node: Node, reason: Reason) => void;

const isRuntime = matcher(RUNTIME, { recursive: true });
const isState = matcher(STATE);

/** Reasons that never keep state and secrets: neither the Imagefile nor a kept file names the path. */
const IMPLICIT = new Set<ReasonKind>([
  'package-data',
  'package',
  'rule',
  'skeleton',
  'trace',
  'distribution',
  'need',
]);
/** Reasons that bring in whole sets of files, or are a guess. Rules may exclude some of these files. */
const WHOLESALE = new Set<ReasonKind>([
  'package-data',
  'package',
  'rule',
  'dlopen-literal',
  'application',
  'distribution',
]);

export interface EngineOptions {
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly droppedBy: Engine['droppedBy'];
  /** Reports whether a canonical path waits until something else than this reason keeps it. */
  readonly isHeld: (path: string, reason: Reason) => boolean;
  /** Reports whether a dependency's file is one that no program runs, and that no wholesale reason brings in. */
  readonly isNeverRun: (path: string) => boolean;
  /** The same for a file below a folder that `files` names. */
  readonly isNeverRunOfFiles: (path: string) => boolean;
  /** Patterns that no wholesale reason brings in. */
  readonly leave: readonly string[];
  /** Patterns that no wholesale reason but a whole package brings in. */
  readonly trim: readonly string[];
  /** Patterns that no wholesale reason but the rule's own group in the graph brings in. */
  readonly governed: readonly { readonly group: string; readonly governs: readonly string[] }[];
}

/** Returns an engine with nothing kept, and the function that expands nodes until there are no new ones. */
export function newEngine(tree: Tree, request: PruneRequest, options: EngineOptions) {
  const { resolver, packages, droppedBy } = options;
  const graph = newGraph();
  const queue: { readonly id: string; readonly reason: Reason }[] = [];
  const created = new Set<string>();
  const dropped = newGraph();
  const withheld = newGraph();
  const add = (id: string, entry: Entry | undefined, reason: Reason) => {
    if (graph.add(id, entry, reason)) queue.push({ id, reason });
  };
  const isUnwanted = unwanted(resolver, options);
  const { neverRun, isLeft } = filesLeaver(options);
  const { isSecret, isWithheld } = withholder(secretFinder(tree, packages, request), droppedBy, withheld);
  const allowed = (path: string, entry: Entry, reason: Reason) => {
    if (isRuntime(path) || options.isHeld(path, reason) || isWithheld(path, entry, reason)) return false;
    if (isLeft(path, reason) || (WHOLESALE.has(reason.kind) && isUnwanted(path, reason))) return false;
    if (droppedBy(path) === undefined) return true;
    dropped.add(path, entry, reason);
    return false;
  };
  const keep = (path: string, reason: Reason): string | undefined => {
    const found = resolver.locate(path);
    const entry = found && resolver.lstat(found.path);
    if (found === undefined || entry === undefined || !allowed(found.path, entry, reason)) return undefined;
    for (const link of found.links) {
      const linkEntry = resolver.lstat(link);
      if (linkEntry !== undefined && allowed(link, linkEntry, reason)) {
        add(link, linkEntry, { ...reason, kind: 'link', detail: path });
      }
    }
    add(found.path, entry, reason);
    return found.path;
  };
  const keepAll = (path: string, reason: Reason): void => {
    const kept = keep(path, reason);
    if (kept === undefined || resolver.lstat(kept)?.type !== 'folder') return;
    for (const name of tree.readdir(kept)) keepAll(join(kept, name), reason);
  };

  const engine: Engine = {
    request,
    tree,
    resolver,
    packages,
    graph,
    created,
    dropped,
    withheld,
    neverRun,
    unread: new Set(),
    droppedBy,
    isUnwanted,
    isSecret,
    keep,
    keepAll,
    keepThrough: throughLinks(resolver, keep),
    group: (id, reason) => add(id, undefined, reason),
    folder: (folder, kind) => {
      const path = newPath(resolver, folder.path);
      const known = path === undefined || resolver.lstat(path) !== undefined;
      if (known) keep(folder.path, { kind, detail: folder.path, strength: 'hard' });
      if (known || isRuntime(path) || droppedBy(path) !== undefined) return;
      created.add(path);
      add(path, newEntry(folder, request.epoch), { kind, detail: folder.path, strength: 'hard' });
    },
    expand: (pattern) => expand(tree, resolver, pattern),
  };
  return { engine, run: (expanders: readonly Expander[]) => drain(engine, queue, expanders) };
}

function throughLinks(resolver: Resolver, keep: Engine['keep']): Engine['keepThrough'] {
  return (path, reason) => {
    keep(path, reason);
    const file = resolver.follow(path);
    if (file !== undefined && file.links.length > 0) keep(file.path, reason);
  };
}

/** Returns a function that reports whether a folder that `files` names does not bring in a path, and notes these paths. */
function filesLeaver({ isNeverRunOfFiles }: EngineOptions) {
  const neverRun = new Set<string>();
  const isLeft = (path: string, { kind }: Reason) => {
    const isOut = kind === 'file' && isNeverRunOfFiles(path);
    if (isOut) neverRun.add(path);
    return isOut;
  };
  return { neverRun, isLeft };
}

/**
 * Returns a function that reports whether only the Imagefile may keep a path, and notes which of these something uses. What
 * a kept file needs is not withheld where `drop` names it.
 */
function withholder(isSecret: Engine['isSecret'], droppedBy: Engine['droppedBy'], withheld: Graph) {
  const isWithheld = (path: string, entry: Entry, reason: Reason): boolean => {
    if (!IMPLICIT.has(reason.kind) || entry.type === 'folder') return false;
    if (reason.kind === 'need' && droppedBy(path) !== undefined) return false;
    const secret = isSecret(path, entry);
    const state = isState(path);
    if (secret || (state && (reason.kind === 'trace' || reason.kind === 'need')))
      withheld.add(path, entry, reason);
    return secret || state;
  };
  return { isSecret, isWithheld };
}

/** Returns the function that reports whether the rules exclude a path from a wholesale reason. */
function unwanted(
  resolver: Resolver,
  { leave, trim, governed, isNeverRun }: EngineOptions,
): Engine['isUnwanted'] {
  const isLeft = matcher(leave, { recursive: true });
  const isTrimmed = matcher(trim, { recursive: true });
  const governors = governed
    .filter(({ governs }) => governs.length > 0)
    .map(({ group, governs }) => ({ group, matches: matcher(governs, { recursive: true }) }));
  return (path, { kind, from }) => {
    const isOut = (each: string) =>
      isLeft(each) ||
      (kind !== 'package' && (isTrimmed(each) || isNeverRun(each))) ||
      governors.some(({ group, matches }) => group !== from && matches(each));
    // A kept link would bring in its target.
    const end = resolver.lstat(path)?.type === 'link' ? resolver.follow(path)?.path : undefined;
    return isOut(path) || (end !== undefined && isOut(end));
  };
}

function drain(
  engine: Engine,
  queue: { readonly id: string; readonly reason: Reason }[],
  expanders: readonly Expander[],
) {
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    const node = engine.graph.nodes.get(item.id);
    if (node !== undefined) for (const expander of expanders) expander(engine, node, item.reason);
  }
}

/** Returns the canonical form of a path that does not exist: the links in its parent folders are followed. */
function newPath(resolver: Resolver, path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.includes('..')) return undefined;
  let at = '/';
  for (const part of parts) {
    const next = join(at, part);
    if (resolver.locate(next) === undefined) {
      at = next;
      continue;
    }
    const found = resolver.follow(next);
    if (found === undefined || resolver.lstat(found.path)?.type !== 'folder') return undefined;
    at = found.path;
  }
  return at;
}

function newEntry({ mode, uid, gid }: Omit<NewFolder, 'path'>, mtime: number): Entry {
  return { type: 'folder', mode, uid, gid, size: 0, mtime };
}

/** Adds the parent folders of all kept paths. The edge comes from the first child by name. Called once, at the end. */
export function addParents(engine: Engine): readonly string[] {
  const { graph, resolver, request } = engine;
  const paths = [...graph.nodes.keys()].filter((id) => id.startsWith('/')).sort();
  const made: string[] = [];
  for (const path of paths) {
    let child = path;
    for (const folder of foldersAbove(path)) {
      const known = graph.nodes.get(folder);
      if (known?.reasons.some(({ kind }) => kind === 'parent')) break;
      const found = resolver.lstat(folder);
      if (found === undefined && known === undefined) made.push(folder);
      const entry = known?.entry ?? found ?? newEntry({ mode: 0o755, uid: 0, gid: 0 }, request.epoch);
      graph.add(folder, entry, { from: child, kind: 'parent', detail: nameOf(child), strength: 'hard' });
      child = folderOf(child);
    }
  }
  return made;
}
