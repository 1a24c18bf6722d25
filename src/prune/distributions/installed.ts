import { expand } from '../../tree/glob.ts';
import type { Package, Packages } from '../../tree/package.ts';
import { byName, folderOf, join } from '../../tree/paths.ts';
import { broughtBy } from '../../tree/pyc.ts';
import type { Resolver } from '../../tree/resolver.ts';
import type { Tree } from '../../tree/tree.ts';
import { dependenciesOf, providedBy } from '../package-fields.ts';
import type { PruneRequest } from '../request.ts';
import {
  always,
  type Distribution,
  type Installed,
  indexed,
  type Metadata,
  type Place,
  packageKey,
} from './distribution.ts';
import { type InstalledLanguage, LANGUAGES } from './languages.ts';
import { markerEnvironment } from './python.ts';

interface Context {
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly packages: Packages;
  readonly request: Pick<PruneRequest, 'architecture'>;
}

/** The files of one Debian package in the folders of one language. */
interface Part {
  readonly language: InstalledLanguage;
  readonly of: Package;
  /** By root. */
  readonly files: Map<string, string[]>;
}

/** Returns the distributions that dpkg's packages have in the folders of their language. */
export function installedDistributions(context: Context): Installed {
  const parts = new Map<string, Part>();
  const found = new Map<
    string,
    { readonly language: InstalledLanguage; readonly root: string; readonly of: Part[] }
  >();
  for (const language of Object.keys(LANGUAGES) as InstalledLanguage[])
    for (const root of rootsOf(context, language)) collect(context, { language, root, parts, found }, root);
  const distributions = distributionsOf(context, [...parts.values()]);
  const all = [...distributions.values()].sort((a, b) => byName(a.group, b.group));
  const places = new Map<string, Place>();
  for (const [path, { language, root, of }] of found) {
    const { isWhole, isMetadata, isOwn } = LANGUAGES[language];
    const isFolder = of.length === 0;
    const isAbout = isMetadata(path, root);
    places.set(path, {
      distributions: of.flatMap((part) => distributions.get(part) ?? []),
      // An empty folder would be a namespace package, and metadata without its modules a lie.
      held: isWhole ? (isFolder || isAbout ? ['rule', 'trace'] : ['rule']) : [],
      isMetadata: isAbout,
      isFolder,
      isOwn: isOwn(path),
    });
  }
  return { all, places, byKey: indexed(all) };
}

function rootsOf({ tree, resolver }: Context, language: InstalledLanguage): readonly string[] {
  const roots = LANGUAGES[language].roots.flatMap((pattern) =>
    [...expand(tree, resolver, pattern)].flatMap((path) => resolver.follow(path)?.path ?? []),
  );
  return [...new Set(roots)].filter((path) => resolver.lstat(path)?.type === 'folder').sort(byName);
}

interface Walk {
  readonly language: InstalledLanguage;
  readonly root: string;
  readonly parts: Map<string, Part>;
  readonly found: Map<
    string,
    { readonly language: InstalledLanguage; readonly root: string; readonly of: Part[] }
  >;
}

/** Collects the files below a folder. Returns whether there are some and all belong to distributions. */
function collect(context: Context, walk: Walk, folder: string): boolean {
  const { tree, resolver, packages } = context;
  const { language, root, parts, found } = walk;
  let isWhole = true;
  const names = tree.readdir(folder);
  for (const name of names) {
    const path = join(folder, name);
    if (resolver.lstat(path)?.type === 'folder') {
      if (!collect(context, walk, path)) isWhole = false;
      continue;
    }
    const owners = ownersIn(packages, root, path).filter(
      ({ format, source }) => format === 'dpkg' && source !== LANGUAGES[language].interpreter,
    );
    if (owners.length === 0) isWhole = false;
    const of = owners.map((owner) => {
      const key = `${language} ${owner.info}`;
      const part = parts.get(key) ?? { language, of: owner, files: new Map<string, string[]>() };
      parts.set(key, part);
      part.files.set(root, [...(part.files.get(root) ?? []), path]);
      return part;
    });
    if (of.length > 0) found.set(path, { language, root, of });
  }
  if (isWhole && names.length > 0 && folder !== root) found.set(folder, { language, root, of: [] });
  return isWhole && names.length > 0;
}

/** Returns the packages that brought a file, or that alone have the nearest folder above it. */
function ownersIn(packages: Packages, root: string, path: string): readonly Package[] {
  const owners = broughtBy(packages.owners, path);
  if (owners.length > 0) return owners;
  for (let folder = folderOf(path); folder !== root; folder = folderOf(folder)) {
    const above = packages.owners(folder);
    if (above.length > 0) return above.length === 1 ? above : [];
  }
  return [];
}

function distributionsOf(context: Context, parts: readonly Part[]): ReadonlyMap<Part, Distribution> {
  const environment = markerEnvironment(context.tree, context.request);
  const known = parts.map((part) => {
    const said = [...part.files].map(([root, files]) =>
      LANGUAGES[part.language].metadata(context.tree, root, files, environment),
    );
    return { part, said };
  });
  const silent = new Set(
    known.filter(({ said }) => !said.some(isDescribed)).flatMap(({ part }) => namesOf(part.of)),
  );
  return new Map(
    known.map(({ part, said }) => {
      const dependencies = dependenciesOf(part.of).map((name) => always(name, [`package:${name}`]));
      // Debian splits distributions, and what has no metadata can only be named by a package.
      const isOnlyOfDebian = !said.some(({ isDeclared }) => isDeclared);
      const extra = dependencies.filter(({ detail }) => isOnlyOfDebian || silent.has(detail));
      return [
        part,
        {
          language: part.language,
          group: `distribution:${part.language}:${part.of.info}`,
          name: part.of.name,
          package: part.of,
          rule: LANGUAGES[part.language].rule,
          pattern: `pkg:${part.of.name}`,
          files: [...part.files.values()].flat(),
          keys: [
            ...namesOf(part.of).map((name) => packageKey({ name })),
            ...said.flatMap(({ keys }) => keys),
          ],
          requirements: [...said.flatMap(({ requirements }) => requirements), ...extra],
          plugs: said.flatMap(({ plugs }) => plugs),
        },
      ];
    }),
  );
}

/** Reports whether metadata gives a distribution a name of its own. */
function isDescribed({ keys }: Metadata): boolean {
  return keys.some((key) => /^(?:python|gem|node):/.test(key));
}

function namesOf(of: Package): readonly string[] {
  return [of.name, ...providedBy(of)];
}
