import { closure, type Need } from '../../elf/closure.ts';
import type { Elf } from '../../elf/read.ts';
import { matcher } from '../../tree/glob.ts';
import { nameOf } from '../../tree/paths.ts';
import { type Resolver, resolverOf } from '../../tree/resolver.ts';
import type { Entry, Tree } from '../../tree/tree.ts';
import { type Objects, objectsOf, searchOptions } from '../contents.ts';
import { RUNTIME } from '../patterns.ts';
import { findProgram } from '../programs.ts';
import type { PruneRequest } from '../request.ts';
import { envProgram, LONGEST_LINE, shebang } from '../shebang.ts';
import type { Fault } from './fault.ts';

/** Structure is the input of the comparison. */
export interface Structure {
  readonly full: Tree;
  readonly image: Tree;
  /** All paths in the image. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly environment: PruneRequest['environment'];
  /** Reports whether `drop` removed a canonical path of the full tree. */
  readonly isDropped: (path: string) => boolean;
  /** Reports whether a file is kept to be run. */
  readonly runs: (path: string) => boolean;
}

interface Side {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly objects: Objects;
}

type Lost = Extract<Fault, { kind: 'lost' }>;
/** Records that a file of the full tree is lost, unless it was dropped. `expected` is its path in a line of `keep`. */
type Lose = (reference: Pick<Lost, 'path' | 'what' | 'name'>, way: Way, found?: string) => void;

interface Way {
  readonly expected: string;
  /** The path to follow, if it is not `expected` itself: a link that leads to it. */
  readonly from?: string;
}

const isRuntime = matcher(RUNTIME, { recursive: true });

/**
 * Returns the libraries, interpreters and links of the image that lead to another file than in the full tree. Those that
 * lead nowhere in the full tree and those that `drop` removed are no faults.
 */
export function structureFaults(structure: Structure): readonly Lost[] {
  const sideOf = (tree: Tree): Side => ({ tree, resolver: resolverOf(tree), objects: objectsOf(tree) });
  const [full, image] = [sideOf(structure.full), sideOf(structure.image)];
  const faults: Lost[] = [];
  const lose: Lose = (reference, { expected, from = expected }, found) => {
    const way = full.resolver.follow(from);
    if (way === undefined || [way.path, ...way.links].some(structure.isDropped)) return;
    faults.push({ kind: 'lost', ...reference, expected, ...(found !== undefined && { found }) });
  };
  compareLibraries(structure, full, image, lose);
  compareInterpreters(structure, full, image, lose);
  compareLinks(structure, full, image, lose);
  return faults;
}

function compareLibraries({ entries, environment }: Structure, full: Side, image: Side, lose: Lose): void {
  const needsOf = ({ tree, resolver, objects }: Side) => {
    const options = searchOptions(tree, resolver, { environment });
    return (file: string) => closure(file, { real: resolver.file, elf: objects.elf }, options);
  };
  const [needsInFull, needsInImage] = [needsOf(full), needsOf(image)];
  const hasCache = image.resolver.file('/etc/ld.so.cache') !== undefined;
  const isThere = ({ path, way }: Need) =>
    path === undefined ||
    (image.resolver.file(path) === full.resolver.file(path) && (way !== 'cache' || hasCache));
  const seen = new Set<string>();
  const covered = new Set<string>();
  for (const root of roots(entries, image.objects)) {
    if (covered.has(root)) continue;
    const needs = needsInFull(root).filter(({ hard }) => hard);
    for (const { path } of needs) if (path !== undefined) covered.add(full.resolver.file(path) ?? path);
    // The image is a subset of the full tree, so the loader cannot find another file before these.
    if (needs.every(isThere)) continue;
    for (const need of missed(root, needs, needsInImage(root), full, image)) {
      if (seen.has(keyOf(need))) continue;
      seen.add(keyOf(need));
      const what = need.kind === 'interpreter' ? 'interpreter' : 'library';
      lose({ path: need.from, what, name: need.name }, { expected: need.path }, need.found);
    }
  }
}

type Missed = Need & { readonly path: string; readonly found: string | undefined };

/** Returns needs that lead to another file in the image, or none. The needs of missing libraries are not included. */
function missed(
  root: string,
  needs: readonly Need[],
  there: readonly Need[],
  full: Side,
  image: Side,
): readonly Missed[] {
  const fileOf = ({ path }: Need) => path && image.resolver.file(path);
  const found = new Map(there.map((need) => [keyOf(need), fileOf(need)]));
  const mapped = new Set([root, ...there.map(fileOf)]);
  return needs.flatMap((need): Missed[] => {
    const { from, path } = need;
    if (path === undefined || !mapped.has(from)) return [];
    const file = found.get(keyOf(need));
    return file === full.resolver.file(path) ? [] : [{ ...need, path, found: file }];
  });
}

function keyOf({ from, kind, name }: Need): string {
  return [from, kind, name].join(' ');
}

/**
 * Returns ELF files in the order of loading: programs, then files that no other file needs, then the rest. A library may
 * find less on its own than in its program, whose RPATH applies to it.
 */
function roots(entries: ReadonlyMap<string, Entry>, objects: Objects): readonly string[] {
  const files: { readonly path: string; readonly elf: Elf }[] = [];
  for (const [path, { type }] of entries) {
    const elf = type === 'file' ? objects.elf(path) : undefined;
    if (elf !== undefined) files.push({ path, elf });
  }
  const named = new Set(files.flatMap(({ elf }) => elf.needed.map(nameOf)));
  const rank = ({ path, elf }: { path: string; elf: Elf }) => {
    if (elf.interpreter !== undefined) return 0;
    return named.has(elf.soname ?? '') || named.has(nameOf(path)) ? 2 : 1;
  };
  return files.sort((a, b) => rank(a) - rank(b)).map(({ path }) => path);
}

function compareInterpreters(structure: Structure, full: Side, image: Side, lose: Lose): void {
  const { entries, environment, runs } = structure;
  for (const [path, { type }] of entries) {
    if (type !== 'file' || !runs(path)) continue;
    const [interpreter, argument] = shebang(image.tree.read(path, 0, LONGEST_LINE)) ?? [];
    if (interpreter === undefined) continue;
    const started = nameOf(interpreter) === 'env' ? envProgram(argument ?? '') : undefined;
    for (const name of [interpreter, ...(started === undefined ? [] : [started])]) {
      const [expected, found] = [full, image].map(({ resolver }) =>
        name.includes('/') ? name : findProgram({ request: { environment }, resolver }, name),
      );
      const expectedFile = expected && full.resolver.file(expected);
      const foundFile = found && image.resolver.file(found);
      if (expected === undefined || expectedFile === undefined || foundFile === expectedFile) continue;
      lose({ path, what: 'interpreter', name }, { expected }, foundFile);
    }
  }
}

function compareLinks({ entries }: Structure, full: Side, image: Side, lose: Lose): void {
  for (const [path, { type }] of entries) {
    if (type !== 'link') continue;
    const expected = full.resolver.follow(path)?.path;
    const found = image.resolver.follow(path)?.path;
    if (expected === undefined || expected === found || isRuntime(expected)) continue;
    lose({ path, what: 'link', name: image.tree.readlink(path) }, { expected, from: path }, found);
  }
}
