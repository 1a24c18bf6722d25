import { readStatus } from '../debian/dpkg-status.ts';
import { byName, folderOf, join, nameOf } from './paths.ts';
import type { Resolver } from './resolver.ts';
import { readText, type Tree } from './tree.ts';

/** Where dpkg keeps its database. */
export const DATABASE = '/var/lib/dpkg';

/** An installed package, as the tree's own database has it. */
export interface Package {
  readonly name: string;
  readonly architecture: string;
  /** The source package's name, without its version. */
  readonly source: string;
  readonly version: string;
  /** Its stanza of the status file, unmodified, without the empty line after it. */
  readonly stanza: string;
  /** The stem of its files in `info/`: `libc6:amd64`, `nginx`. */
  readonly info: string;
}

/** Which package brought what. A note on the tree, not the truth about it: many files belong to none. */
export interface Packages {
  /** Sorted by `info`. */
  readonly all: readonly Package[];
  /** By name; of several architectures the one that sorts first. */
  get(name: string): Package | undefined;
  /** Canonical paths of everything the package lists, folders included, whether or not it is there. */
  files(of: Package): readonly string[];
  /** The packages that list a canonical path. */
  owners(path: string): readonly Package[];
}

/** Reads status, lists and diversions; a tree without them has no packages. */
export function readPackages(tree: Tree, resolver: Resolver): Packages {
  const infos = new Set(
    resolver.lstat(`${DATABASE}/info`)?.type === 'folder' ? tree.readdir(`${DATABASE}/info`) : [],
  );
  const all = parseStatus(readText(tree, `${DATABASE}/status`) ?? '', (stem) => infos.has(`${stem}.list`));
  const diversions = readDiversions(readText(tree, `${DATABASE}/diversions`) ?? '');
  const canonical = canonicalPath(resolver);
  const owners = new Map<string, Package[]>();
  const lists = new Map<Package, readonly string[]>();
  for (const each of all) {
    const listed = (readText(tree, `${DATABASE}/info/${each.info}.list`) ?? '')
      .split('\n')
      .filter((path) => path !== '');
    const folders = new Set(listed.map(folderOf));
    // The folder /bin of a list from before the merged /usr is none of the links that are there now.
    const place = (path: string) => (folders.has(path) ? canonical(`${path}/.`) : canonical(path));
    const files = listed.map((path) => place(diverted(diversions, path, each.name)));
    lists.set(each, files);
    for (const file of files) {
      const known = owners.get(file);
      if (known === undefined) owners.set(file, [each]);
      else if (known.at(-1) !== each) known.push(each);
    }
  }
  const byNames = new Map([...all].reverse().map((each) => [each.name, each]));
  return {
    all,
    get: (name) => byNames.get(name),
    files: (of) => lists.get(of) ?? [],
    owners: (path) => owners.get(path) ?? [],
  };
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
  const packages = readStatus(text).flatMap(({ name, fields, stanza }): Package[] => {
    const [architecture, version] = [fields.get('architecture'), fields.get('version')];
    if (architecture === undefined || version === undefined) return [];
    const source = fields.get('source')?.replace(/\s*\(.*/, '') ?? name;
    const info = hasList(`${name}:${architecture}`) ? `${name}:${architecture}` : name;
    return [{ name, architecture, version, source, stanza, info }];
  });
  return packages.sort((a, b) => byName(a.info, b.info));
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
