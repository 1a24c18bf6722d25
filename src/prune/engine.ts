import { expand, matcher } from '../tree/glob.ts';
import type { Packages } from '../tree/package.ts';
import { folderOf, foldersAbove, join, nameOf } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Entry, Tree } from '../tree/tree.ts';
import { type Graph, type Node, newGraph, type Reason, type ReasonKind } from './graph.ts';
import { RUNTIME, STATE } from './patterns.ts';
import type { PruneRequest } from './request.ts';

/** A folder that the tree does not have and the image gets. */
export interface NewFolder {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The state of one pruning: what is kept so far, and the means to keep more. */
export interface Engine {
  readonly request: PruneRequest;
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly graph: Graph;
  /** Canonical paths of folders to make. */
  readonly created: ReadonlySet<string>;
  /** What would be in the image if `drop` did not say otherwise, and why. What follows from that is not in it. */
  readonly dropped: Graph;
  /** State and secrets that a check used. What the Imagefile names is in the image all the same. */
  readonly withheld: Graph;
  /** The line of `drop` that takes a canonical path away. */
  readonly droppedBy: (path: string) => string | undefined;
  /** Whether the rules leave a canonical path out where such a reason would bring it in. */
  readonly isUnwanted: (path: string, reason: Pick<Reason, 'kind' | 'from'>) => boolean;
  /**
   * Keeps what a path names and every link on the way to it; a link's target follows by itself. Returns the canonical
   * path, or undefined where there is nothing or nothing may be kept.
   */
  keep(path: string, reason: Reason): string | undefined;
  /** The same with everything below, should it be a folder. */
  keepAll(path: string, reason: Reason): void;
  /** Keeps a link and, for the same reason, the file at its end. */
  keepThrough(path: string, reason: Reason): void;
  /** Notes a node that stands for several files. */
  group(id: string, reason: Reason): void;
  /** Keeps a folder, and makes it where the tree has none. */
  folder(folder: NewFolder, kind: ReasonKind): void;
  expand(pattern: string): Iterable<string>;
}

/** What finds further nodes, called once for every kind of reason that a node is kept for. */
export type Expander = (engine: Engine, node: Node, reason: Reason) => void;

const isRuntime = matcher(RUNTIME, { recursive: true });
const isState = matcher(STATE);

/** Reasons that no person and no program gave: they do not reach state and secrets. */
const IMPLICIT = new Set<ReasonKind>(['package-data', 'package', 'rule', 'skeleton', 'trace']);
/** Reasons that bring in whole sets, or are a guess, of which rules may leave out a part. */
const WHOLESALE = new Set<ReasonKind>(['package-data', 'package', 'rule', 'dlopen-literal', 'application']);

export interface EngineOptions {
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly droppedBy: Engine['droppedBy'];
  /** Patterns that nothing wholesale brings in. */
  readonly leave: readonly string[];
  /** The same, but whole packages do. */
  readonly trim: readonly string[];
  /** The same, but the group in the graph does. */
  readonly governed: readonly { readonly group: string; readonly governs: readonly string[] }[];
}

/** An engine with nothing kept yet, and the function that runs it until nothing more follows. */
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
  const allowed = (path: string, entry: Entry, reason: Reason) => {
    if (isRuntime(path)) return false;
    if (IMPLICIT.has(reason.kind) && entry.type !== 'folder' && isState(path)) {
      if (reason.kind === 'trace') withheld.add(path, entry, reason);
      return false;
    }
    if (WHOLESALE.has(reason.kind) && isUnwanted(path, reason)) return false;
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
    droppedBy,
    isUnwanted,
    keep,
    keepAll,
    keepThrough: (path, reason) => {
      keep(path, reason);
      const file = resolver.follow(path);
      if (file !== undefined && file.links.length > 0) keep(file.path, reason);
    },
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

/** Tells what no set of files brings in, by the rules. */
function unwanted(resolver: Resolver, { leave, trim, governed }: EngineOptions): Engine['isUnwanted'] {
  const isLeft = matcher(leave, { recursive: true });
  const isTrimmed = matcher(trim, { recursive: true });
  const governors = governed
    .filter(({ governs }) => governs.length > 0)
    .map(({ group, governs }) => ({ group, matches: matcher(governs, { recursive: true }) }));
  return (path, { kind, from }) => {
    const isOut = (each: string) =>
      isLeft(each) ||
      (kind !== 'package' && isTrimmed(each)) ||
      governors.some(({ group, matches }) => group !== from && matches(each));
    // A link would bring in what it leads to.
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

/** The canonical form of a path that does not exist: links of the folders above it are followed. */
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

/** Adds the folders that kept things lie in; the edge comes from the first child by name. Done once, at the end. */
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
