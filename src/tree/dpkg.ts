import { readStatus } from '../debian/dpkg-status.ts';
import type { Package } from './package.ts';
import { folderOf, join, nameOf } from './paths.ts';
import { readText } from './read-text.ts';
import type { Resolver } from './resolver.ts';
import type { Tree } from './tree.ts';

/** Where dpkg keeps its database. */
export const DATABASE = '/var/lib/dpkg';

/** Where ucf notes the configuration that maintainer scripts install, which dpkg does not list (ucf(1)). */
const REGISTRY = '/var/lib/ucf/registry';

/** Returns the canonical paths that each installed package lists, with diversions applied, and its configuration by ucf. */
export function dpkgLists(tree: Tree, resolver: Resolver): ReadonlyMap<Package, readonly string[]> {
  const database = dpkgDatabase(resolver);
  if (database === undefined) return new Map();
  const infoFolder = folderAt(resolver, `${database}/info`);
  const infos = new Set(infoFolder === undefined ? [] : tree.readdir(infoFolder));
  const text = (path: string) => {
    const file = resolver.file(path);
    return file === undefined ? '' : (readText(tree, file) ?? '');
  };
  const all = parseStatus(text(`${database}/status`), (stem) => infos.has(`${stem}.list`));
  const registered = ucfFiles(tree);
  const diversions = readDiversions(text(`${database}/diversions`));
  const canonical = canonicalPath(resolver);
  const lists = new Map<Package, readonly string[]>();
  for (const each of all) {
    const listed = text(`${database}/info/${each.info}.list`)
      .split('\n')
      .filter((path) => path !== '');
    const folders = new Set(listed.map(folderOf));
    // The folder /bin of a list from before the merged /usr is none of the links that are there now.
    const place = (path: string) => (folders.has(path) ? canonical(`${path}/.`) : canonical(path));
    lists.set(each, [
      ...listed.map((path) => place(diverted(diversions, path, each.name))),
      ...(registered.get(each.name) ?? []).map(canonical),
    ]);
  }
  return lists;
}

/** The canonical path of dpkg's folder, where the tree has a status in it. */
export function dpkgDatabase(resolver: Resolver): string | undefined {
  const database = folderAt(resolver, DATABASE);
  return database !== undefined && resolver.file(`${database}/status`) !== undefined ? database : undefined;
}

function folderAt(resolver: Resolver, path: string): string | undefined {
  const found = resolver.follow(path)?.path;
  return found !== undefined && resolver.lstat(found)?.type === 'folder' ? found : undefined;
}

/** A listed path with the links of its folders followed: lists from before the merged `/usr` say `/lib/…`. */
export function canonicalPath(resolver: Resolver): (path: string) => string {
  return (path) => {
    if (path === '/.' || path === '/') return '/';
    const folder = resolver.follow(folderOf(path))?.path ?? folderOf(path);
    return nameOf(path) === '.' ? folder : join(folder, nameOf(path));
  };
}

function parseStatus(text: string, hasList: (stem: string) => boolean): readonly Package[] {
  return readStatus(text).flatMap(({ name, fields, stanza }): Package[] => {
    const [architecture, version] = [fields.get('architecture'), fields.get('version')];
    if (architecture === undefined || version === undefined) return [];
    const source = fields.get('source')?.replace(/\s*\(.*/, '') ?? name;
    const info = hasList(`${name}:${architecture}`) ? `${name}:${architecture}` : name;
    return [{ format: 'dpkg', name, architecture, version, source, stanza, info }];
  });
}

/** Returns the paths of each package in ucf's registry, whose lines are `PACKAGE PATH`. */
export function ucfFiles(tree: Tree): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = '', path = ''] of (readText(tree, REGISTRY) ?? '').matchAll(
    /^(\S+)\s+(\/.*\S)\s*$/gm,
  )) {
    const known = found.get(name);
    if (known === undefined) found.set(name, [path]);
    else known.push(path);
  }
  return found;
}

interface Diversion {
  readonly to: string;
  /** The package whose own file stays where it is; `:` where a person diverted it. */
  readonly by: string;
}

function readDiversions(text: string): ReadonlyMap<string, Diversion> {
  const lines = text.split('\n');
  const found = new Map<string, Diversion>();
  for (let at = 0; at + 2 < lines.length; at += 3) {
    const [from = '', to = '', by = ''] = lines.slice(at, at + 3);
    found.set(from, { to, by });
  }
  return found;
}

function diverted(diversions: ReadonlyMap<string, Diversion>, path: string, name: string): string {
  const diversion = diversions.get(path);
  return diversion === undefined || diversion.by === name ? path : diversion.to;
}
