import { DATABASE } from '../tree/dpkg.ts';
import { matcher } from '../tree/glob.ts';
import type { Package } from '../tree/package.ts';
import { join } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Engine, Expander } from './engine.ts';
import type { Reason, ReasonKind } from './graph.ts';
import { DEVELOPMENT, DOCUMENTATION, HOST_INTEGRATION, REFERRED } from './patterns.ts';
import { RULES } from './rules/index.ts';

const isDocumentation = matcher(DOCUMENTATION);
const isHostIntegration = matcher(HOST_INTEGRATION);
/** Matches files that are not a package's data at levels `files` and `modules`: they need a reference. */
const isReferred = matcher([...REFERRED, ...DEVELOPMENT]);
/** Matches folders that a program may need even if they are empty. */
const isDataFolder = matcher(['/{etc,var,srv,opt,run}/**', '/usr/{lib,share}/**']);
/** Matches folders whose unowned files belong to the folder's package: links of maintainer scripts, compiled Python. */
const mayAdopt = matcher(['/etc/**', '/usr/{lib,share}/**']);

/** Returns the id of a package's group in the graph. */
export function groupOf(of: Package): string {
  return `package:${of.info}`;
}

/** Returns the packages that list a path or, if it is a link, the file that it leads to. */
export function ownersThrough(engine: Engine, path: string): readonly Package[] {
  const file = engine.resolver.follow(path)?.path;
  return [
    ...new Set(
      [path, ...(file === undefined ? [] : [file])].flatMap((each) => [...engine.packages.owners(each)]),
    ),
  ];
}

/**
 * Keeps configuration and data of a package, which its programs open by names that no other file contains. At level
 * `files`, only its rules fire, and the checks must show which files its programs open.
 */
export function keepData(engine: Engine, of: Package, reason: Reason): void {
  const group = groupOf(of);
  engine.group(group, reason);
  if (engine.request.level === 'files') return;
  const edge: Reason = { from: group, kind: 'package-data', strength: 'soft' };
  const keep = (path: string) => {
    if (!isDocumentation(path) && !isHostIntegration(path) && !isReferred(path)) engine.keep(path, edge);
  };
  for (const path of engine.packages.files(of)) {
    if (engine.resolver.lstat(path)?.type !== 'folder') keep(path);
    else if (isDataFolder(path) && isOwn(engine, path, of)) {
      keep(path);
      if (mayAdopt(path)) for (const child of unownedBelow(engine, path)) keep(child);
    }
  }
  for (const path of [...namedFolders(engine, of), ...generatedFiles(engine, of)]) keep(path);
}

/** Reports whether only packages from the same source list a folder. */
function isOwn(engine: Engine, path: string, of: Package): boolean {
  return engine.packages.owners(path).every(({ source }) => source === of.source);
}

function* unownedBelow(engine: Engine, folder: string): Generator<string> {
  for (const name of engine.tree.readdir(folder)) {
    const path = join(folder, name);
    if (engine.packages.owners(path).length > 0) continue;
    yield path;
    if (engine.resolver.lstat(path)?.type === 'folder') yield* unownedBelow(engine, path);
  }
}

/** Returns folders that a maintainer script made for the package. Their names show that. */
function* namedFolders(engine: Engine, of: Package): Generator<string> {
  for (const name of new Set([of.name, of.source])) {
    for (const parent of ['/etc', '/var/lib', '/var/log', '/var/cache', '/var/spool', '/srv']) {
      const path = join(parent, name);
      const entry = engine.resolver.lstat(path);
      if (entry?.type !== 'folder' || engine.packages.owners(path).length > 0) continue;
      yield path;
      if (parent === '/etc') yield* unownedBelow(engine, path);
    }
  }
}

const CONFIGURATION = /(?<![\w/.-])\/etc\/[\w./+-]*\w/g;

/** Returns configuration that no package lists and that a maintainer script of the package names. */
function* generatedFiles({ tree, resolver, packages }: Engine, of: Package): Generator<string> {
  for (const script of ['preinst', 'config', 'postinst']) {
    const text = readText(tree, `${DATABASE}/info/${of.info}.${script}`) ?? '';
    for (const path of new Set(text.match(CONFIGURATION))) {
      const at = resolver.locate(path)?.path;
      if (at !== undefined && resolver.lstat(at)?.type === 'file' && packages.owners(at).length === 0)
        yield at;
    }
  }
}

/** Returns the packages in `status.d` whose files rules keep, among some reasons. */
function governing({ packages }: Engine, reasons: readonly Reason[]): readonly Package[] {
  const groups = new Set(
    reasons.flatMap(({ kind, from }) => (kind === 'rule' && from !== undefined ? [from] : [])),
  );
  return RULES.filter(({ name }) => groups.has(`rule:${name}`))
    .flatMap(({ when }) =>
      when.flatMap((trigger) => packages.get(/^package:(.*)/.exec(trigger)?.[1] ?? '') ?? []),
    )
    .filter(({ format }) => format === 'status.d');
}

/** Keeps a package without its documentation. */
export function keepWhole(engine: Engine, of: Package, reason: Reason): void {
  const group = groupOf(of);
  engine.group(group, reason);
  for (const path of engine.packages.files(of)) {
    if (isDocumentation(path) || isHostIntegration(path)) continue;
    const isShared = engine.resolver.lstat(path)?.type === 'folder' && !isOwn(engine, path, of);
    if (!isShared) engine.keep(path, { from: group, kind: 'package', strength: 'soft' });
  }
}

/** Reasons that show that the program uses a file, and so its package. */
const USES = new Set<ReasonKind>([
  'entry',
  'program',
  'argument',
  'interpreter',
  'needed',
  'hwcap',
  'dlopen-note',
  'shebang',
  'nss',
  'trace',
  'named',
  'shell-word',
  'sourced',
  'dlopen-literal',
  'cache',
  'rule',
  'need',
]);

/** Keeps, at level `packages`, every package whole of which the program uses a file. */
export const wholePackages: Expander = (engine, node, reason) => {
  if (engine.request.level !== 'packages' || node.entry === undefined || !USES.has(reason.kind)) return;
  for (const each of ownersThrough(engine, node.id)) {
    keepData(engine, each, { from: node.id, kind: 'package', strength: 'soft' });
    keepWhole(engine, each, { from: node.id, kind: 'package', strength: 'soft' });
  }
};

/**
 * Returns the packages with files in the image other than folders and licences, each with the first such path by name,
 * sorted. `status.d` lists neither configuration nor what a package generated, so there a package also has the files of the
 * rules that are about it.
 */
export function contributors(engine: Engine): ReadonlyMap<Package, string> {
  const found = new Map<Package, string>();
  for (const { id, entry, reasons } of engine.graph.nodes.values()) {
    if (entry === undefined || entry.type === 'folder') continue;
    if (reasons.every(({ kind }) => kind === 'licence')) continue;
    const owners = engine.packages.owners(id);
    for (const each of owners.length > 0 ? owners : governing(engine, reasons)) {
      const known = found.get(each);
      if (known === undefined || id < known) found.set(each, id);
    }
  }
  return new Map(
    engine.packages.all.flatMap((each): [Package, string][] => {
      const path = found.get(each);
      return path === undefined ? [] : [[each, path]];
    }),
  );
}
