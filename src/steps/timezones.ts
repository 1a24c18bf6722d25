import { nearest } from '../imagefile/text/nearest.ts';
import type { Places } from '../protocol/steps.ts';
import type { Message } from '../prune/messages.ts';
import { join } from '../tree/paths.ts';
import { resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';

const ZONES = '/usr/share/zoneinfo';

/** Runs the step `timezones`: fails if the tree lacks one of the zones, or has none at all. */
export async function timezones(places: Places<'timezones'>): Promise<number> {
  const { names } = readRequest<'timezones'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  try {
    const known = resolver.lstat(ZONES)?.type === 'folder' ? [...zonesBelow(tree, ZONES)] : [];
    if (known.length === 0) return complain([withoutZones()]);
    const missing = names.filter((name) => resolver.file(join(ZONES, name)) === undefined);
    return missing.length === 0 ? 0 : complain(missing.map((name) => unknown(name, known)));
  } finally {
    tree.close();
  }
}

function withoutZones(): Message {
  const fix = 'add packages: [tzdata], or use a base image that has them';
  return { code: 'unknown-timezone', message: `the base image has no time zones in ${ZONES}`, fix };
}

function unknown(name: string, known: readonly string[]): Message {
  const meant = nearest(name, known);
  return {
    code: 'unknown-timezone',
    message: `there is no time zone "${name}"`,
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  };
}

/** Returns the names of the zones: those that begin with a capital. */
function* zonesBelow(tree: Tree, folder: string): Generator<string> {
  for (const name of tree.readdir(folder)) {
    if (!/^[A-Z]/.test(name)) continue;
    const path = join(folder, name);
    if (tree.lstat(path)?.type === 'folder') yield* zonesBelow(tree, path);
    else yield path.slice(ZONES.length + 1);
  }
}
