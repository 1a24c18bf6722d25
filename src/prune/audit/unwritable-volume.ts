import { accountOf, groupsOf } from '../../tree/accounts.ts';
import type { Entry } from '../../tree/tree.ts';
import type { Engine } from '../engine.ts';
import type { AuditRule } from './rule.ts';

const ROOT = 0;

/** A new volume starts with the owner and the mode of the image's folder. */
export const unwritableVolume: AuditRule = {
  name: 'unwritable-volume',
  summary: 'The program should be able to write to its volumes',
  find({ engine }) {
    const { request, resolver, graph } = engine;
    if (accountOf(engine.tree, request.user).uid === ROOT) return [];
    return request.volumes.flatMap((volume) => {
      const path = resolver.locate(volume.replace(/(.)\/+$/, '$1'))?.path ?? volume;
      const entry = graph.nodes.get(path)?.entry;
      if (entry?.type !== 'folder' || mayWrite(engine, entry)) return [];
      const mode = (entry.mode & 0o7777).toString(8).padStart(4, '0');
      const owner = `${entry.uid}:${entry.gid}`;
      return [
        {
          detail: `"${volume}" belongs to ${owner} with mode ${mode}, so ${request.user} cannot write to it`,
          volume,
        },
      ];
    });
  },
};

/** Reports whether the image's user may make files in a folder. */
function mayWrite({ tree, request }: Engine, { mode, uid, gid }: Entry): boolean {
  if (uid === accountOf(tree, request.user).uid) return (mode & 0o200) !== 0;
  if (groupsOf(tree, request.user).includes(gid)) return (mode & 0o020) !== 0;
  return (mode & 0o002) !== 0;
}
