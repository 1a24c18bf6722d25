import { manualPackages } from '../tree/marks.ts';
import type { Package, Packages } from '../tree/package.ts';
import { hasDatabase, readPackages } from '../tree/packages.ts';
import { byName, folderOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { keepApplication } from './application.ts';
import { applyRules, fireByEnvironment, fireByPackages, keepNeeds, rulesAt } from './apply-rules.ts';
import { audit, type Suspicion } from './audit/index.ts';
import { commandFiles } from './command-files.ts';
import {
  interpretersOf,
  libraries,
  type Objects,
  objectsOf,
  searchOptions,
  type Unresolved,
} from './contents.ts';
import { libraryData } from './data-packages.ts';
import {
  databaseFolders,
  hasForeignDatabase,
  keepForeignDatabase,
  type NewFile,
  packageDatabase,
} from './database.ts';
import { applicationDistributions } from './distributions/application.ts';
import { NONE } from './distributions/distribution.ts';
import { installedDistributions } from './distributions/installed.ts';
import { distributionKeeper, type LeftOutDistribution } from './distributions/keep.ts';
import { keepNamed, type Unopened } from './dlopen-names.ts';
import {
  addParents,
  type Engine,
  type Expander,
  type NewFolder,
  newEngine,
  type UnreadText,
} from './engine.ts';
import { type ForeignElf, foreignElf } from './foreign-elf.ts';
import { foreignNode } from './foreign-node.ts';
import { type Graph, type Reason, sortedReasons } from './graph.ts';
import type { Weight } from './heaviest.ts';
import { findHomes } from './homes.ts';
import { checkPatterns, dropper } from './keep-drop.ts';
import { idlePackages, type LeftOut, leftOut, leftOutOfFiles, unused } from './left-out.ts';
import { keepLicences } from './licences.ts';
import { type MissingLibrary, missingLibraries } from './missing-libraries.ts';
import { clearedFiles, worldWritable } from './modes.ts';
import { namedPrograms } from './named-programs.ts';
import { neededFiles } from './needed.ts';
import { neverRun, neverRunOfFiles } from './never-run.ts';
import { nameServices } from './nss.ts';
import { outsideSystem, ownFolders } from './outside.ts';
import { contributors, wholePackages } from './packages.ts';
import { type PlacedRule, placeRules } from './placed-rules.ts';
import { keepTranslations, otherZones } from './places.ts';
import { checkEntry, keepProgram } from './programs.ts';
import type { PruneProblem, PruneRequest, TraceEvent } from './request.ts';
import { keepRequested } from './requested.ts';
import { RULES } from './rules/index.ts';
import { keepCalled, scripts } from './scripts.ts';
import { keepShadow } from './shadow.ts';
import { shellCallers } from './shell-callers.ts';
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
  /** Paths that `drop` removes, each with the line of `drop` and the reasons to keep it, the strongest first. */
  readonly dropped: ReadonlyMap<string, Dropped>;
  /** Secrets, and state that a check used, which nothing names; sorted. */
  readonly withheld: readonly string[];
  readonly unopened: readonly Unopened[];
  readonly unresolved: readonly Unresolved[];
  /** Libraries that kept files need and that the full tree lacks, sorted. */
  readonly missing: readonly MissingLibrary[];
  /** Kept programs and libraries for another machine, sorted. Each is an error. */
  readonly foreign: readonly ForeignElf[];
  /** Shell texts of which a part could not be read, sorted. All their words that name a program are kept. */
  readonly unread: readonly UnreadText[];
  /** ELF files that cannot be read, and what is wrong with each. */
  readonly broken: ReadonlyMap<string, string>;
  readonly suspicions: readonly Suspicion[];
  /** Of a base image: files that no package owns. */
  readonly leftOut?: LeftOut;
  /** The largest parts of the application in a base image that no check used. */
  readonly unused: readonly Weight[];
  /** Names of packages that were installed on purpose and of which no program is kept. */
  readonly idle: readonly string[];
  /** Of the folders that `files` and `output` name: files of dependencies that no program runs. */
  readonly neverRun?: LeftOut;
  /** The distributions that packages brought, no check used and nothing kept requires. */
  readonly distributions: readonly LeftOutDistribution[];
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
  const { outside, folders, placed } = placesOf(tree, resolver, request);
  const manual = request.from === undefined ? [] : manualPackages(tree, installed);
  const distributions = keeperOf({ tree, resolver, packages: installed, request, events, manual });
  const { engine, run } = newEngine(tree, request, {
    isHeld: distributions.isHeld,
    resolver,
    packages: installed,
    droppedBy: dropper(resolver, installed, request.drop),
    ...unwantedBy(placed, request, otherZones(tree, resolver, request)),
    ...neverRunBy(resolver, request, events, placed),
  });
  const problems = [...entryProblems(tree, resolver, request), ...checkPatterns(engine)];
  if (problems.length > 0) return { problems };
  const unresolved: Unresolved[] = [];
  const note = (missing: Unresolved) => unresolved.push(missing);
  const objects = objectsOf(tree);
  const options = searchOptions(tree, resolver, request);
  const rules = rulesAt(placed, request.level);
  keepStart(engine, { rules, events, manual });
  keepApplication(
    engine,
    outside,
    foreignNode(tree, resolver, { paths: outside, architecture: request.architecture, objects, options }),
  );
  const expanders = [
    links,
    libraries(tree, resolver, request, objects, note),
    scripts(note),
    ...furtherExpanders({ rules, placed, folders, objects, distributions: distributions.expander }),
  ];
  const runAll = () => {
    do run(expanders);
    while (distributions.settle(engine));
  };
  runAll();
  const unopened = keepNamed(engine, objects, options, runAll);
  const packages = contributors(engine);
  for (const [each, path] of packages) keepLicences(engine, each, path);
  run([links]);
  const shadow = keepShadow(engine);
  const cleared = clearedFiles(engine, events);
  const missing = missingLibraries(engine, sortedUnresolved(unresolved));
  const names = new Set([...packages.keys()].map(({ name }) => name));
  const suspicions = audit({ engine, cleared, unopened, missing, contributors: names }, request.skip ?? []);
  const kept = outcome(engine, [...packages.keys()], shadow, {
    ...{ cleared, unopened, missing, suspicions, foreign: foreignElf(engine, objects) },
    unresolved: sortedUnresolved(unresolved),
    broken: objects.broken,
    ...leftOutBy(engine, { isTraced: events.length > 0, placed, manual }),
    distributions: distributions.leftOut(engine),
  });
  const faults = [...neededFiles(engine), ...worldWritable(engine)];
  return faults.length > 0 ? { problems: faults } : kept;
}

/** Returns what the build says of files that are not in the image, or that nothing used. */
function leftOutBy(
  engine: Engine,
  {
    isTraced,
    placed,
    manual,
  }: {
    readonly isTraced: boolean;
    readonly placed: readonly PlacedRule[];
    readonly manual: readonly Package[];
  },
) {
  const isKnown = engine.request.from !== undefined && isOwnerKnown(engine.resolver);
  return {
    ...(isKnown ? { leftOut: leftOut(engine) } : {}),
    unused: isTraced ? unused(engine, placed) : [],
    idle: idlePackages(engine, manual),
    ...leftOutOfFiles(engine),
  };
}

/** Returns what finds further files by other means than links, libraries and interpreters. */
function furtherExpanders({
  rules,
  placed,
  folders,
  objects,
  distributions,
}: {
  readonly rules: readonly PlacedRule[];
  readonly placed: readonly PlacedRule[];
  readonly folders: readonly string[];
  readonly objects: Objects;
  readonly distributions: Expander;
}): readonly Expander[] {
  return [
    commandFiles(),
    nameServices,
    applyRules(rules),
    distributions,
    keepNeeds(placed),
    wholePackages,
    libraryData(),
    keepTranslations(),
    namedPrograms(placed, folders),
    shellCallers(placed, folders, objects),
  ];
}

/** Keeps what every image has, what the Imagefile names and what the checks used, and fires the rules that need no file. */
function keepStart(
  engine: Engine,
  {
    rules,
    events,
    manual,
  }: {
    readonly rules: readonly PlacedRule[];
    readonly events: readonly TraceEvent[];
    readonly manual: readonly Package[];
  },
): void {
  keepSkeleton(engine);
  keepForeignDatabase(engine);
  keepRequested(engine);
  for (const event of events) keepTraced(engine, event);
  fireByEnvironment(engine, rules);
  if (engine.request.from !== undefined) fireByPackages(engine, rules, isManual(engine.resolver, manual));
}

/**
 * Returns what keeps the distributions of a tree: at level `modules` those that Debian's packages have, at level `files` the
 * dependencies of the application. A check shows which of them are used, so without one, all stay.
 */
function keeperOf({
  tree,
  resolver,
  packages,
  request,
  events,
  manual,
}: {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly request: PruneRequest;
  readonly events: readonly TraceEvent[];
  readonly manual: readonly Package[];
}) {
  const found = {
    files: () => applicationDistributions({ tree, resolver, request }),
    modules: () => installedDistributions({ tree, resolver, packages, request }),
    packages: () => NONE,
  };
  const installed = events.length === 0 ? NONE : found[request.level]();
  return distributionKeeper(installed, events, [...request.packages, ...manual.map(({ name }) => name)]);
}

/** Returns the paths outside the system's folders, and the rules with their places. */
function placesOf(tree: Tree, resolver: Resolver, request: PruneRequest) {
  const { from, workingDir } = request;
  const working = from === undefined ? [] : ownFolders(resolver, [workingDir, from.workingDir ?? '/']);
  // Without any packages, the configuration is somebody's own too.
  const isBare = from !== undefined && !hasDatabase(resolver) && !hasForeignDatabase(resolver);
  const folders = isBare && resolver.lstat('/etc')?.type === 'folder' ? [...working, '/etc'] : working;
  const outside = outsideSystem(tree, resolver, folders);
  const placed = placeRules(RULES, findHomes(tree, resolver, RULES, outside), request);
  return { outside, folders, placed };
}

/**
 * Returns whether a base image has a package on purpose. A tree that does not say which packages it has may have any, and data
 * that programs share, such as certificates, is then kept as if its package were there.
 */
function isManual(resolver: Resolver, manual: readonly Package[]): (name: string) => boolean {
  if (!hasDatabase(resolver)) return () => true;
  const names = new Set(manual.map(({ name }) => name));
  return (name) => names.has(name);
}

/** Reports whether it is known which files belong to no package. Those of a database that cannot be read are unknown. */
function isOwnerKnown(resolver: Resolver): boolean {
  return hasDatabase(resolver) || !hasForeignDatabase(resolver);
}

/** Returns patterns of files that no wholesale reason brings in. At level `packages`, homes are not trimmed. */
function unwantedBy(placed: readonly PlacedRule[], { level }: PruneRequest, zones: readonly string[]) {
  const trimmed = placed.filter(({ home }) => home === undefined || level !== 'packages');
  return {
    leave: [...placed.flatMap(({ exclude }) => exclude), ...zones],
    trim: trimmed.flatMap(({ excludeFromData }) => excludeFromData),
    governed: placed,
  };
}

/** Returns what no program runs. At level `packages`, it stays. */
function neverRunBy(
  resolver: Resolver,
  request: PruneRequest,
  events: readonly TraceEvent[],
  placed: readonly PlacedRule[],
) {
  const isNeverRun = request.level === 'packages' ? () => false : neverRun(resolver, events);
  return { isNeverRun, isNeverRunOfFiles: neverRunOfFiles(request, placed, isNeverRun) };
}

/** Returns the problems of the request's entry in a tree. */
export function entryProblems(
  tree: Tree,
  resolver: Resolver,
  request: Pick<PruneRequest, 'entry' | 'environment' | 'workingDir'>,
): readonly PruneProblem[] {
  const problem = checkEntry(tree, resolver, request, (file) => interpretersOf(tree, file));
  return problem === undefined ? [] : [problem];
}

/** Keeps a path that a traced check used. */
function keepTraced(engine: Engine, { path, kind, starts }: TraceEvent): void {
  const reason = { kind: 'trace', detail: kind, strength: 'hard' } as const;
  if (kind === 'exec') keepProgram(engine, [path], 'program');
  else engine.keepThrough(path, reason);
  if (starts !== undefined) keepCalled(engine, starts, engine.resolver.locate(path)?.path ?? path);
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
  made: readonly NewFile[],
  found: Pick<
    Kept,
    | 'cleared'
    | 'unopened'
    | 'missing'
    | 'foreign'
    | 'unresolved'
    | 'broken'
    | 'suspicions'
    | 'leftOut'
    | 'unused'
    | 'idle'
    | 'distributions'
  >,
): Kept {
  for (const path of databaseFolders(engine))
    engine.folder({ path, mode: 0o755, uid: 0, gid: 0 }, 'database');
  const folders = new Set([...addParents(engine), ...engine.created]);
  // The lists name folders as well, so all of these have to be known.
  const database = packageDatabase(engine, packages);
  for (const { path, entry } of database)
    engine.graph.add(path, entry, { kind: 'database', strength: 'hard' });
  const files = [...made, ...database];
  const written = new Set(files.map(({ path }) => path));
  const nodes = [...engine.graph.nodes.values()].filter(({ entry }) => entry !== undefined);
  const isTaken = (path: string) => !written.has(path) && engine.resolver.lstat(path) !== undefined;
  const paths = nodes.map(({ id }) => id).sort(byName);
  const entryOf = (path: string) => engine.graph.nodes.get(path)?.entry;
  return {
    graph: engine.graph,
    taken: paths.filter(isTaken),
    folders: [...folders]
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
    unread: unreadTexts(engine),
    ...found,
  };
}

function withheldPaths({ withheld, graph }: Engine): readonly string[] {
  return [...withheld.nodes.keys()].filter((id) => !graph.nodes.has(id)).sort(byName);
}

/** Sorted, each once. */
function unreadTexts({ unread }: Engine): readonly UnreadText[] {
  const byKey = new Map(
    [...unread].map((each) => [JSON.stringify([each.from, each.line, each.fault]), each]),
  );
  return [...byKey].sort(([a], [b]) => byName(a, b)).map(([, each]) => each);
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
