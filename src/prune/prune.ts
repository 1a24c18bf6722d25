import { type Package, readPackages } from '../tree/dpkg.ts';
import { byName, folderOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { applyRules, fireByEnvironment, rulesAt } from './apply-rules.ts';
import { audit, type Suspicion } from './audit/index.ts';
import { interpretersOf, libraries, objectsOf, searchOptions, type Unresolved } from './contents.ts';
import { DATABASE_FOLDERS, dpkgDatabase, type NewFile } from './database.ts';
import { keepNamed, type Unopened } from './dlopen-names.ts';
import { addParents, type Engine, type NewFolder, newEngine } from './engine.ts';
import { type Graph, type Reason, sortedReasons } from './graph.ts';
import { checkPatterns, dropper, keepPatterns } from './keep-drop.ts';
import { keepLicences } from './licences.ts';
import { clearedFiles, worldWritable } from './modes.ts';
import { neededFiles } from './needed.ts';
import { nameServices } from './nss.ts';
import { contributors, keepData, keepWhole, ownersThrough, wholePackages } from './packages.ts';
import { checkEntry, keepProgram, startedBy } from './programs.ts';
import type { PruneProblem, PruneRequest, TraceEvent } from './request.ts';
import { RULES } from './rules/index.ts';
import { keepCalled, scripts, shellText } from './scripts.ts';
import { keepSkeleton } from './skeleton.ts';

/** The kept tree, as a list. */
export interface Kept {
  readonly graph: Graph;
  /** Canonical paths that are taken from the tree, sorted, `/` first. */
  readonly taken: readonly string[];
  /** Folders and files that the tree does not have, or not like this; sorted. */
  readonly folders: readonly NewFolder[];
  readonly files: readonly NewFile[];
  /** Files that lose their setuid and setgid bits: no check executed them. */
  readonly cleared: readonly string[];
  readonly contributors: readonly Package[];
  /** The packages that list a canonical path. */
  readonly owners: (path: string) => readonly Package[];
  /** How many are installed in the tree. */
  readonly packages: number;
  /** What `drop` takes away: the line that does, and what the path would be kept for, the strongest first. */
  readonly dropped: ReadonlyMap<string, Dropped>;
  /** State and secrets that a check used and nothing names, sorted. */
  readonly withheld: readonly string[];
  readonly unopened: readonly Unopened[];
  readonly unresolved: readonly Unresolved[];
  /** ELF files that cannot be read, and what is wrong with each. */
  readonly broken: ReadonlyMap<string, string>;
  readonly suspicions: readonly Suspicion[];
}

interface Dropped {
  readonly pattern: string;
  readonly reasons: readonly Reason[];
}

/**
 * Decides what of a tree the image needs. Nothing is run and nothing is written, so a tree of any architecture will
 * do; the same tree and request give the same answer, in whatever order things are found.
 */
export function prune(
  tree: Tree,
  request: PruneRequest,
  events: readonly TraceEvent[] = [],
): Kept | { readonly problems: readonly PruneProblem[] } {
  const resolver = resolverOf(tree);
  const installed = readPackages(tree, resolver);
  const rules = rulesAt(RULES, request.level);
  const { engine, run } = newEngine(tree, request, {
    resolver,
    packages: installed,
    droppedBy: dropper(resolver, installed, request.drop),
    leave: RULES.flatMap((rule) => rule.exclude ?? []),
    trim: RULES.flatMap((rule) => rule.excludeFromData ?? []),
  });
  const problems = [...entryProblems(tree, resolver, request), ...checkPatterns(engine)];
  if (problems.length > 0) return { problems };
  const objects = objectsOf(tree);
  const unresolved: Unresolved[] = [];
  const note = (missing: Unresolved) => unresolved.push(missing);

  keepSkeleton(engine);
  keepAsked(engine);
  for (const event of events) keepTraced(engine, event);
  fireByEnvironment(engine, rules);
  const expanders = [
    links,
    libraries(tree, resolver, request, objects, note),
    scripts(note),
    nameServices,
    applyRules(rules),
    wholePackages,
  ];
  run(expanders);
  const unopened = keepNamed(engine, objects, searchOptions(tree, resolver, request), () => run(expanders));
  const packages = contributors(engine);
  for (const [each, path] of packages) keepLicences(engine, each, path);
  run([links]);
  const cleared = clearedFiles(engine, events);
  const names = new Set([...packages.keys()].map(({ name }) => name));
  const kept = outcome(engine, [...packages.keys()], {
    cleared,
    unopened,
    suspicions: audit({ engine, cleared, unopened, contributors: names }, request.skip ?? []),
    unresolved: sortedUnresolved(unresolved),
    broken: objects.broken,
  });
  const faults = [...neededFiles(engine), ...worldWritable(engine)];
  return faults.length > 0 ? { problems: faults } : kept;
}

/** What is wrong with the request's entry in a tree. */
export function entryProblems(
  tree: Tree,
  resolver: Resolver,
  request: Pick<PruneRequest, 'entry' | 'environment' | 'workingDir'>,
): readonly PruneProblem[] {
  const problem = checkEntry(tree, resolver, request, (file) => interpretersOf(tree, file));
  return problem === undefined ? [] : [problem];
}

/** What the Imagefile names: the program, the checks' programs, files, patterns, packages. */
function keepAsked(engine: Engine): void {
  const { request } = engine;
  const entry = keepProgram(engine, request.entry, 'entry');
  const owners =
    entry === undefined ? [] : ownersThrough(engine, engine.resolver.locate(entry)?.path ?? entry);
  const text = shellText(request.entry);
  if (text !== undefined) keepCalled(engine, text);
  for (const argv of [...startedBy(engine, request.entry), ...request.programs]) {
    const program = keepProgram(engine, argv, 'program');
    const text = shellText(argv);
    if (text !== undefined) keepCalled(engine, text);
    if (program === undefined) continue;
    const path = engine.resolver.locate(program)?.path ?? program;
    for (const each of ownersThrough(engine, path)) {
      keepData(engine, each, { from: path, kind: 'package-data', strength: 'soft' });
    }
  }
  for (const path of request.files)
    engine.keepAll(path.replace(/(.)\/+$/, '$1'), { kind: 'file', strength: 'hard' });
  keepPatterns(engine);
  keepPackages(engine, { entry, owners });
}

/** Data of the packages that the Imagefile names, of those from the entry's source, and of their companions. */
function keepPackages(
  engine: Engine,
  { entry, owners }: { readonly entry: string | undefined; readonly owners: readonly Package[] },
): void {
  const { request, packages } = engine;
  const named = new Set(request.packages);
  const sources = new Set(owners.map(({ source }) => source));
  const companions = new Set(
    [...named, ...owners.map(({ name }) => name)].flatMap((name) => [`${name}-data`, `${name}-common`]),
  );
  for (const each of packages.all) {
    const asked = named.has(each.name);
    const isCompanion = companions.has(each.name);
    if (!asked && !isCompanion && !sources.has(each.source)) continue;
    const from = asked ? undefined : entry;
    const reason: Reason = {
      ...(from && { from }),
      kind: 'requested',
      detail: asked || isCompanion ? each.name : each.source,
      strength: 'soft',
    };
    keepData(engine, each, reason);
    if (asked && request.level === 'packages') keepWhole(engine, each, reason);
  }
}

/** What a check was seen to use. */
function keepTraced(engine: Engine, { path, kind }: TraceEvent): void {
  const reason = { kind: 'trace', detail: kind, strength: 'hard' } as const;
  if (kind === 'exec') keepProgram(engine, [path], 'program');
  else engine.keepThrough(path, reason);
}

/** A link without its target is a trap, so the target comes along. */
function links(
  engine: Engine,
  node: { readonly id: string; readonly entry?: { readonly type: string } },
): void {
  if (node.entry?.type !== 'link') return;
  const text = engine.tree.readlink(node.id);
  const target = text.startsWith('/') ? text : `${folderOf(node.id)}/${text}`;
  engine.keep(target, { from: node.id, kind: 'link', detail: text, strength: 'hard' });
}

function outcome(
  engine: Engine,
  packages: readonly Package[],
  found: Pick<Kept, 'cleared' | 'unopened' | 'unresolved' | 'broken' | 'suspicions'>,
): Kept {
  for (const path of DATABASE_FOLDERS) engine.folder({ path, mode: 0o755, uid: 0, gid: 0 }, 'database');
  const made = new Set([...addParents(engine), ...engine.created]);
  // The lists name folders as well, so all of these have to be known.
  const files = dpkgDatabase(engine, packages);
  for (const { path, entry } of files) engine.graph.add(path, entry, { kind: 'database', strength: 'hard' });
  const written = new Set(files.map(({ path }) => path));
  const nodes = [...engine.graph.nodes.values()].filter(({ entry }) => entry !== undefined);
  const isTaken = (path: string) => !written.has(path) && engine.resolver.lstat(path) !== undefined;
  const paths = nodes.map(({ id }) => id).sort(byName);
  const entryOf = (path: string) => engine.graph.nodes.get(path)?.entry;
  return {
    graph: engine.graph,
    taken: paths.filter(isTaken),
    folders: [...made]
      .filter((path) => !isTaken(path))
      .sort(byName)
      .map((path) => ({
        path,
        mode: entryOf(path)?.mode ?? 0o755,
        uid: entryOf(path)?.uid ?? 0,
        gid: entryOf(path)?.gid ?? 0,
      })),
    files,
    contributors: packages,
    owners: engine.packages.owners,
    packages: engine.packages.all.length,
    dropped: droppedPaths(engine),
    withheld: withheldPaths(engine),
    ...found,
  };
}

function withheldPaths({ withheld, graph }: Engine): readonly string[] {
  return [...withheld.nodes.keys()].filter((id) => !graph.nodes.has(id)).sort(byName);
}

/** Sorted. */
function droppedPaths({ dropped, droppedBy }: Engine): Kept['dropped'] {
  const nodes = [...dropped.nodes.values()].sort((a, b) => byName(a.id, b.id));
  return new Map(
    nodes.map((node) => [node.id, { pattern: droppedBy(node.id) ?? '', reasons: sortedReasons(node) }]),
  );
}

function sortedUnresolved(all: readonly Unresolved[]): readonly Unresolved[] {
  const byKey = new Map(all.map((each) => [`${each.from} ${each.kind} ${each.name}`, each]));
  return [...byKey].sort(([a], [b]) => byName(a, b)).map(([, each]) => each);
}
