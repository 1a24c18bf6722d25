import { posix } from 'node:path';
import { byName, folderOf, foldersAbove, join } from '../../tree/paths.ts';
import { readText } from '../../tree/read-text.ts';
import type { Resolver } from '../../tree/resolver.ts';
import type { Tree } from '../../tree/tree.ts';
import type { PruneRequest } from '../request.ts';
import {
  always,
  type Distribution,
  type Installed,
  indexed,
  type Language,
  type Metadata,
  type Place,
} from './distribution.ts';
import { gemMetadata, isGemspec } from './gems.ts';
import { classPathOf } from './jars.ts';
import { dependenciesIn, nodeKeys } from './npm.ts';
import { isPythonMetadata, markerEnvironment, pythonMetadata } from './python.ts';

interface Context {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly request: Pick<PruneRequest, 'architecture' | 'files'>;
}

/** Part is a dependency whose files are being collected. */
interface Part {
  readonly language: Language;
  /** The folder or file that stands for it. */
  readonly at: string;
  /** The folder that it is installed in. */
  readonly root: string;
  readonly files: Set<string>;
}

const NPM = /^(.*\/node_modules)\/(@[^/]+\/[^/]+|[^@/.][^/]*)(?:\/|$)/s;
const SITE = /^(.*\/(?:site|dist)-packages)\/([^/]+)/s;
const METADATA = /\.(?:dist|egg)-info$/;
const GEM =
  /^(.*?)\/(?:gems\/([^/]+)\/|specifications\/([^/]+)\.gemspec$|extensions\/[^/]+\/[^/]+\/([^/]+)\/)/s;
const GEM_METADATA = /\/specifications\/[^/]+\.gemspec$|\/gem\.build_complete$/;
const JAR = /\/(?:lib|libs)\/(?:[^/]+\/)*[^/]+\.jar$/;

/**
 * Returns the dependencies in the folders that `files` and `output` name: packages of npm, distributions of Python, gems and
 * jars. What the Imagefile names itself is none of them.
 */
export function applicationDistributions(context: Context): Installed {
  const { resolver, request } = context;
  const targets = request.files.flatMap((path) => resolver.follow(path)?.path ?? []);
  const parts = new Map<string, Part>();
  const paths = new Map<string, Part>();
  const leaves = [...leavesOf(context, targets)];
  const claims = claimsOf(context, leaves);
  for (const path of leaves) {
    const part = partOf(context, path, targets, claims);
    if (part === undefined) continue;
    const known = parts.get(`${part.language} ${part.at}`) ?? { ...part, files: new Set<string>() };
    parts.set(`${part.language} ${part.at}`, known);
    known.files.add(path);
    paths.set(path, known);
  }
  const environment = markerEnvironment(context.tree, request, librariesOf([...parts.values()]));
  const made = new Map([...parts.values()].map((part) => [part, distributionOf(context, part, environment)]));
  const all = [...made.values()].sort((a, b) => byName(a.group, b.group));
  const places = new Map<string, Place>();
  for (const [path, part] of paths) {
    const distribution = made.get(part);
    if (distribution !== undefined) places.set(path, placeOf(path, part, distribution));
  }
  for (const folder of foldersOf(paths.keys(), leaves)) places.set(folder, FOLDER);
  return { all, places, byKey: indexed(all) };
}

const FOLDER: Place = {
  distributions: [],
  held: ['file', 'trace'],
  isMetadata: false,
  isFolder: true,
  isOwn: false,
};

function placeOf(path: string, { language, root }: Part, distribution: Distribution): Place {
  const isPython = language === 'python' && isPythonMetadata(path, root);
  return {
    distributions: [distribution],
    // Bundler wants the specification of every gem in its lock.
    held: isPython ? ['file', 'trace'] : ['file'],
    isMetadata: isPython || (language === 'ruby' && GEM_METADATA.test(path)),
    isFolder: false,
    isOwn: false,
  };
}

/** Returns the folders that have nothing but such paths. */
function foldersOf(paths: Iterable<string>, all: Iterable<string>): ReadonlySet<string> {
  const inside = new Set(paths);
  const mixed = new Set<string>();
  for (const path of all) if (!inside.has(path)) for (const folder of foldersAbove(path)) mixed.add(folder);
  const folders = [...inside].flatMap(foldersAbove);
  return new Set(
    folders.filter((folder) => !mixed.has(folder) && /\/(?:node_modules|site-packages|gems)\//.test(folder)),
  );
}

/** Yields what is below some paths, except folders. */
function* leavesOf({ tree, resolver }: Context, starts: readonly string[]): Generator<string> {
  const stack = [...new Set(starts)];
  const seen = new Set<string>();
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (resolver.lstat(path)?.type !== 'folder') yield path;
    else for (const name of tree.readdir(path)) stack.push(join(path, name));
  }
}

function partOf(
  context: Context,
  path: string,
  targets: readonly string[],
  claims: ReadonlyMap<string, string>,
): Part | undefined {
  const part = npmPart(context, path) ?? pythonPart(path, claims) ?? gemPart(context, path) ?? jarPart(path);
  if (part === undefined) return undefined;
  const isNamed = targets.some((target) => part.at === target || target.startsWith(`${part.root}/`));
  return isNamed ? undefined : part;
}

/** The package of npm that a file is in, or that a link leads to: npm links programs, pnpm packages. */
function npmPart({ resolver }: Context, path: string): Part | undefined {
  if (!path.includes('/node_modules/')) return undefined;
  const end = resolver.lstat(path)?.type === 'link' ? resolver.follow(path)?.path : path;
  const [, root = '', name] = NPM.exec(end ?? '') ?? [];
  if (name === undefined) return undefined;
  return { language: 'node', root, at: `${root}/${name}`, files: new Set() };
}

/** The distribution that a file in a site folder is from, or a program that it has installed. */
function pythonPart(path: string, claims: ReadonlyMap<string, string>): Part | undefined {
  const [top, site] = SITE.exec(path) ?? [];
  const at = (top === undefined ? undefined : claims.get(top)) ?? claims.get(path);
  if (at === undefined) return undefined;
  return { language: 'python', root: site ?? folderOf(at), at, files: new Set() };
}

/** Returns the metadata of the distribution that has each path of a site folder; what several have is in none. */
function claimsOf({ tree }: Context, leaves: readonly string[]): ReadonlyMap<string, string> {
  const sites = new Set(leaves.flatMap((path) => SITE.exec(path)?.[1] ?? []));
  const claims = new Map<string, Set<string>>();
  const claim = (path: string, metadata: string) =>
    claims.set(path, (claims.get(path) ?? new Set()).add(metadata));
  for (const site of sites) {
    const names = tree.readdir(site);
    for (const metadata of names.filter((name) => METADATA.test(name))) {
      for (const path of claimedBy(tree, site, metadata, names)) claim(path, join(site, metadata));
    }
  }
  return new Map(
    [...claims].flatMap(([path, owners]): [string, string][] => {
      const [owner] = owners;
      return owners.size === 1 && owner !== undefined ? [[path, owner]] : [];
    }),
  );
}

/** Returns the paths that a distribution has listed, and what is directly in the site folder of them. */
function claimedBy(
  tree: Tree,
  site: string,
  metadata: string,
  names: readonly string[],
): ReadonlySet<string> {
  const record = readText(tree, `${site}/${metadata}/RECORD`) ?? '';
  const listed = record.split('\n').flatMap((line) => /^"?([^",]+)/.exec(line)?.[1]?.trim() ?? []);
  const modules = (readText(tree, `${site}/${metadata}/top_level.txt`) ?? '').split('\n');
  const own = metadata.replace(/-.*$|\.(?:dist|egg)-info$/s, '').toLowerCase();
  const tops = new Set([...listed.map((path) => path.split('/')[0] ?? ''), metadata]);
  const roots = new Set(listed.length > 0 ? [] : [...modules.map((module) => module.trim()), own]);
  for (const name of names) if (roots.has(name.replace(/\..*$/s, ''))) tops.add(name);
  for (const name of ['', '..', '__pycache__']) tops.delete(name);
  const paths = listed.map((path) => posix.join(site, path));
  return new Set([...paths, ...[...tops].map((name) => join(site, name))]);
}

function gemPart({ resolver }: Context, path: string): Part | undefined {
  const [, home = '', folder, specification, extension] = GEM.exec(path) ?? [];
  const name = folder ?? specification ?? extension;
  // Any folder may be named `gems`.
  if (name === undefined || resolver.lstat(`${home}/specifications/${name}.gemspec`) === undefined)
    return undefined;
  return { language: 'ruby', root: `${home}/gems`, at: `${home}/gems/${name}`, files: new Set() };
}

function jarPart(path: string): Part | undefined {
  return JAR.test(path) ? { language: 'java', root: path, at: path, files: new Set() } : undefined;
}

function librariesOf(parts: readonly Part[]): readonly string[] {
  const sites = parts
    .filter(({ language }) => language === 'python')
    .map(({ root }) => folderOf(folderOf(root)));
  return [...new Set([...sites, '/usr/lib', '/usr/local/lib'])].sort(byName);
}

function distributionOf(
  { tree }: Context,
  { language, at, root, files }: Part,
  environment: ReturnType<typeof markerEnvironment>,
): Distribution {
  const sorted = [...files].sort(byName);
  const { keys, requirements, plugs } = metadataOf({ tree, language, at, root, files: sorted, environment });
  const inside = sorted.filter((path) => path.startsWith(`${root}/`));
  const first = inside.find((path) => !isPythonMetadata(path, root)) ?? at;
  const shown = language === 'python' ? join(root, first.slice(root.length + 1).split('/')[0] ?? '') : at;
  const isFolder = sorted.some((path) => path.startsWith(`${shown}/`));
  return {
    language,
    group: `distribution:${language}:${at}`,
    name: shown,
    pattern: `${shown.replaceAll(/[*?[\]{},\\]/g, '?')}${isFolder ? '/**' : ''}`,
    files: sorted,
    keys,
    requirements,
    plugs,
  };
}

function metadataOf({
  tree,
  language,
  at,
  root,
  files,
  environment,
}: {
  readonly tree: Tree;
  readonly language: Language;
  readonly at: string;
  readonly root: string;
  readonly files: readonly string[];
  readonly environment: ReturnType<typeof markerEnvironment>;
}): Pick<Metadata, 'keys' | 'requirements' | 'plugs'> {
  switch (language) {
    case 'python':
      return pythonMetadata(
        tree,
        root,
        files.filter((path) => path.startsWith(`${root}/`)),
        environment,
      );
    case 'perl':
    case 'ruby':
      return gemMetadata(tree, files.filter(isGemspec));
    case 'java': {
      const jars = classPathOf(tree, at).map((name) => always(name, [`jar:${join(folderOf(at), name)}`]));
      return { keys: [`jar:${at}`], requirements: jars, plugs: [] };
    }
    case 'node': {
      const names = dependenciesIn(tree, `${at}/package.json`);
      const links = files.filter((path) => !path.startsWith(`${at}/`));
      return {
        keys: [at, ...links].map((path) => `node:${path}`),
        requirements: names.map((name) => always(name, nodeKeys(`${at}/package.json`, name))),
        plugs: [],
      };
    }
  }
}
