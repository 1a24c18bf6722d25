import { matcher } from '../../tree/glob.ts';
import { join } from '../../tree/paths.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Engine } from '../engine.ts';
import { RUNTIME } from '../patterns.ts';

const isRuntime = matcher(RUNTIME, { recursive: true });

/** Returns all files of a tree, kept or not, without folders. */
export function* allFiles({
  tree,
  resolver,
}: Pick<Engine, 'tree' | 'resolver'>): Generator<{ readonly path: string; readonly entry: Entry }> {
  const stack = ['/'];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    const entry = resolver.lstat(path);
    if (entry === undefined || isRuntime(path)) continue;
    if (entry.type === 'folder') for (const name of tree.readdir(path)) stack.push(join(path, name));
    else yield { path, entry };
  }
}
