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

/** What the image is compared by. */
export interface Structure {
  readonly full: Tree;
  readonly image: Tree;
  /** Everything in the image. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly environment: PruneRequest['environment'];
  /** Whether `drop` took a canonical path of the full tree away. */
  readonly isDropped: (path: string) => boolean;
  /** Whether a file is kept to be run. */
  readonly runs: (path: string) => boolean;
}

interface Side {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly objects: Objects;
}

type Lost = Extract<Fault, { kind: 'lost' }>;
/** Notes that `way` of the full tree is lost, unless it was dropped; `expected` is how a line of `keep` would name it. */
type Lose = (reference: Pick<Lost, 'path' | 'what' | 'name'>, way: Way, found?: string) => void;

interface Way {
  readonly expected: string;
  /** What is followed to get there: the same, or a link that leads to it. */
  readonly from?: string;
}

const isRuntime = matcher(RUNTIME, { recursive: true });

/**
 * Libraries, interpreters and links of the image that lead elsewhere than in the full tree. What leads nowhere in the
 * full tree may do so in the image, and what `drop` took away is missed on purpose.
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
    // The image is a part of the full tree, so the loader finds a file before these in neither.
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

/** What the loader finds elsewhere in the image, or not; but what a library needs that is missing itself is not missed. */
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
 * ELF files in the order in which they bring each other in: programs, then what no other file names, then the rest. A
 * library by itself may find less than in its program, whose RPATH it would search.
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
