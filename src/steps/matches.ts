import type { Places } from '../protocol/steps.ts';
import { expand } from '../tree/glob.ts';
import { join } from '../tree/paths.ts';
import { resolverOf } from '../tree/resolver.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

/** Runs the step `matches`: fails if no file of a source matches a glob of `fetch`. */
export async function matches(places: Places<'matches'>): Promise<number> {
  const { glob, folder } = readRequest<'matches'>(places.request);
  const tree = diskTree(places.tree);
  const [found] = expand(tree, resolverOf(tree), join(folder, glob));
  tree.close();
  if (found !== undefined) return 0;
  const message = `no file of the source matches "${glob}", or an ignore file excludes it`;
  const fix = '"*" is any part of a name and "**" any number of folders, as in "**/package.json"';
  return complain([{ code: 'missing-context-file', message, fix }]);
}
