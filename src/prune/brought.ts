import { foldersAbove } from '../tree/paths.ts';
import type { Engine } from './engine.ts';

/** Returns a function that gives the target of the line of `files` that brought a path. */
export function broughtBy({ request, resolver }: Engine): (path: string) => string | undefined {
  const canonical = (path: string) => resolver.locate(path.replace(/(.)\/+$/, '$1'))?.path ?? path;
  const targets = new Map(request.files.map((target) => [canonical(target), target]));
  return (path) => {
    const line = [path, ...foldersAbove(path)].find((each) => targets.has(each));
    return line === undefined ? undefined : targets.get(line);
  };
}
