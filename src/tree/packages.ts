import { apkDatabase, apkLists } from './apk.ts';
import { dpkgDatabase, dpkgLists } from './dpkg.ts';
import { type Packages, packagesOf } from './package.ts';
import type { Resolver } from './resolver.ts';
import { statusFolder, statusFolderLists } from './status-folder.ts';
import type { Tree } from './tree.ts';

/** Reads every package database that the tree has; a tree without one has no packages. rpm's cannot be read without its library. */
export function readPackages(tree: Tree, resolver: Resolver): Packages {
  return packagesOf(
    new Map([
      ...dpkgLists(tree, resolver),
      ...statusFolderLists(tree, resolver),
      ...apkLists(tree, resolver),
    ]),
  );
}

/** Whether a tree says which packages it has, be it none. */
export function hasDatabase(resolver: Resolver): boolean {
  return [dpkgDatabase, statusFolder, apkDatabase].some((find) => find(resolver) !== undefined);
}
