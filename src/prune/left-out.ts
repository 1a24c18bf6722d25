import { matcher } from '../tree/glob.ts';
import { isMinimal } from '../tree/marks.ts';
import type { Package } from '../tree/package.ts';
import { byName, join } from '../tree/paths.ts';
import type { Engine } from './engine.ts';
import type { ReasonKind } from './graph.ts';
import { heaviest, type Weight } from './heaviest.ts';
import { RUNTIME, STATE } from './patterns.ts';
import type { PlacedRule } from './placed-rules.ts';

/** What of a base image is in no package and not in the image either. State and what `drop` names is not counted. */
export interface LeftOut {
  readonly files: number;
  readonly bytes: number;
  /** The largest, at most as many as a person reads. */
  readonly largest: readonly Weight[];
}

const MOST = 3;
/** Less is not worth a line of the Imagefile. */
const LARGE = 1e6;

const isState = matcher(STATE, { recursive: true });
const isRuntime = matcher(RUNTIME, { recursive: true });
const isProgram = matcher(['/usr/{,local/}{bin,sbin,games}/*']);
/** Reasons that show the use of a file, or a person's wish for it. */
const USED = new Set<ReasonKind>(['entry', 'program', 'argument', 'trace', 'keep', 'file']);

/** Counts the files of a tree that no package owns and that were left out. */
export function leftOut({ tree, resolver, packages, graph, droppedBy }: Engine): LeftOut {
  const sizes = new Map<string, number>();
  const others: string[] = [];
  const has = (path: string | undefined) => path !== undefined && packages.owners(path).length > 0;
  // The links to BusyBox are in no list of apk, as links of alternatives are in none of dpkg.
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

/** The largest parts of the application that no check used, apart from a language's own library. */
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
 * Names of packages that were installed on purpose and of which no program is kept, sorted: those that the Imagefile
 * names, and those of a base image beyond what every system has. A package without programs is never among them.
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
