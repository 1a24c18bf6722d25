import { matcher } from '../tree/glob.ts';
import { isMinimal } from '../tree/marks.ts';
import type { Package } from '../tree/package.ts';
import { byName, join } from '../tree/paths.ts';
import type { Engine } from './engine.ts';
import type { ReasonKind } from './graph.ts';
import { heaviest, type Weight } from './heaviest.ts';
import { RUNTIME, STATE } from './patterns.ts';
import type { PlacedRule } from './placed-rules.ts';

/** LeftOut counts files of a base image that no package owns and the image lacks, except state and dropped files. */
export interface LeftOut {
  readonly files: number;
  readonly bytes: number;
  /** The largest files and folders, few enough to read. */
  readonly largest: readonly Weight[];
}

const MOST = 3;
/** Bytes. Smaller parts are not worth a line of the Imagefile. */
const LARGE = 1e6;

const isState = matcher(STATE, { recursive: true });
const isRuntime = matcher(RUNTIME, { recursive: true });
const isProgram = matcher(['/usr/{,local/}{bin,sbin,games}/*']);
/** Reasons that show that a file is used or requested. */
const USED = new Set<ReasonKind>(['entry', 'program', 'argument', 'trace', 'keep', 'file']);

/** Counts the files of a tree that no package owns and that were left out. */
export function leftOut({ tree, resolver, packages, graph, droppedBy }: Engine): LeftOut {
  const sizes = new Map<string, number>();
  const others: string[] = [];
  const has = (path: string | undefined) => path !== undefined && packages.owners(path).length > 0;
  // apk does not list links to BusyBox, and dpkg does not list links of alternatives.
  const isOwned = (path: string) =>
    has(path) || (resolver.lstat(path)?.type === 'link' && has(resolver.file(path)));
  const stack = ['/'];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    const entry = resolver.lstat(path);
    if (entry === undefined || isRuntime(path)) continue;
    if (entry.type === 'folder') {
      for (const name of tree.readdir(path)) stack.push(join(path, name));
    } else if (graph.nodes.has(path) || isOwned(path)) others.push(path);
    else if (!isState(path) && droppedBy(path) === undefined) sizes.set(path, entry.size);
  }
  const largest = heaviest(sizes, others);
  return { files: sizes.size, bytes: sum(sizes.values()), largest: largest.slice(0, MOST) };
}

/** Counts the files below the folders that `files` names which were left out because no program runs them. */
export function leftOutOfFiles(engine: Engine): { readonly neverRun?: LeftOut } {
  const { neverRun, graph, resolver, droppedBy } = engine;
  const sizes = new Map<string, number>();
  for (const start of neverRun)
    for (const path of filesFrom(engine, start))
      if (!graph.nodes.has(path) && droppedBy(path) === undefined)
        sizes.set(path, resolver.lstat(path)?.size ?? 0);
  if (sizes.size === 0) return {};
  const largest = heaviest(sizes, graph.nodes.keys()).slice(0, MOST);
  return { neverRun: { files: sizes.size, bytes: sum(sizes.values()), largest } };
}

function* filesFrom({ tree, resolver }: Engine, start: string): Generator<string> {
  const stack = [start];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (resolver.lstat(path)?.type !== 'folder') yield path;
    else for (const name of tree.readdir(path)) stack.push(join(path, name));
  }
}

/** Returns the largest parts of the application that no check used, except a language's standard library. */
export function unused({ graph }: Engine, rules: readonly PlacedRule[]): readonly Weight[] {
  const isOwn = matcher(
    rules.flatMap(({ own }) => own),
    { recursive: true },
  );
  const sizes = new Map<string, number>();
  const others: string[] = [];
  for (const { id, entry, reasons } of graph.nodes.values()) {
    if (entry === undefined || entry.type === 'folder') continue;
    const isApplication = reasons.some(({ kind }) => kind === 'application');
    if (isApplication && !isOwn(id) && reasons.every(({ kind }) => !USED.has(kind)))
      sizes.set(id, entry.size);
    else others.push(id);
  }
  return heaviest(sizes, others)
    .filter(({ bytes }) => bytes >= LARGE)
    .slice(0, MOST);
}

/**
 * Returns the sorted names of packages that were installed on purpose and have no kept program: those that the Imagefile
 * names, and those that a base image has beyond a minimal system. Packages without programs are never included.
 */
export function idlePackages(engine: Engine, manual: readonly Package[]): readonly string[] {
  const { request, packages } = engine;
  const named = request.packages.flatMap((name) => packages.get(name) ?? []);
  const asked = request.from === undefined ? [] : manual.filter((each) => !isMinimal(each));
  const idle = new Set([...named, ...asked]);
  return [...idle]
    .filter((each) => isIdle(engine, each))
    .map(({ name }) => name)
    .sort(byName);
}

function isIdle({ packages, resolver, graph, isUnwanted }: Engine, of: Package): boolean {
  const programs = packages
    .files(of)
    .filter(
      (path) =>
        isProgram(path) && resolver.file(path) !== undefined && !isUnwanted(path, { kind: 'package' }),
    );
  return programs.length > 0 && programs.every((path) => !graph.nodes.has(resolver.file(path) ?? path));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
