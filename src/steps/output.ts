import { posix } from 'node:path';
import { nearest } from '../imagefile/text/nearest.ts';
import type { Places } from '../protocol/steps.ts';
import { nameOf } from '../tree/paths.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/** Runs the step `output`: fails if a build did not make a file that it should have made. */
export async function output(places: Places<'output'>): Promise<number> {
  const { build, from, folder } = readRequest<'output'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  const isMade = resolver.follow(posix.resolve(folder, from)) !== undefined;
  const fix = isMade ? '' : explain(tree, resolver, folder, from);
  tree.close();
  if (isMade) return 0;
  return complain([{ code: 'missing-output', message: `build "${build}" did not make "${from}"`, fix }]);
}

/** Returns the name that was probably meant, or what exists of the path. */
function explain(tree: Tree, resolver: Resolver, top: string, from: string): string {
  const parent = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  const path = resolver.follow(posix.resolve(top, parent))?.path;
  if (path === undefined || resolver.lstat(path)?.type !== 'folder') {
    return `the folder "${parent}" does not exist either`;
  }
  const names = tree.readdir(path);
  if (names.includes(nameOf(from))) return `"${from}" is a broken link`;
  const meant = nearest(nameOf(from), names);
  if (meant !== undefined) return `did you mean "${parent === '' ? meant : `${parent}/${meant}`}"?`;
  const shown = names.slice(0, SHOWN).map((name) => `"${name}"`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return names.length === 0 ? 'its folder is empty' : `its folder has ${shown.join(', ')}${more}`;
}

/** How many names a message shows. */
const SHOWN = 8;
