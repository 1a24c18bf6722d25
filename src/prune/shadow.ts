import { matcher } from '../tree/glob.ts';
import { encodeName } from '../tree/names.ts';
import { readText } from '../tree/read-text.ts';
import type { NewFile } from './database.ts';
import type { Engine } from './engine.ts';

const SHADOW = '/etc/shadow';

const isPamUnix = matcher(['/**/security/pam_unix.so']);

/**
 * Keeps a shadow file without passwords if pam_unix is kept and the Imagefile does not keep the tree's own: the module
 * refuses every account that has no entry there, so cron would run no job. `*` is no possible password, and empty fields
 * switch ageing off (shadow(5)).
 */
export function keepShadow(engine: Engine): readonly NewFile[] {
  const { graph, request, resolver, tree } = engine;
  const module = [...graph.nodes.keys()].filter(isPamUnix).sort()[0];
  const accounts = readText(tree, '/etc/passwd');
  if (module === undefined || accounts === undefined) return [];
  if (graph.nodes.has(SHADOW) || engine.droppedBy(SHADOW) !== undefined) return [];
  const names = accounts.split('\n').flatMap((line) => /^([^:]+):/.exec(line)?.[1] ?? []);
  const text = names.map((name) => `${name}:*:::::::\n`).join('');
  const known = resolver.lstat(SHADOW);
  const owner = known?.type === 'file' ? known : { mode: 0o640, uid: 0, gid: 0 };
  const { mode, uid, gid } = owner;
  const size = Buffer.byteLength(encodeName(text));
  const file = {
    path: SHADOW,
    entry: { type: 'file', mode, uid, gid, size, mtime: request.epoch },
    text,
  } as const;
  graph.add(SHADOW, file.entry, {
    from: module,
    kind: 'rule',
    detail: 'accounts without passwords',
    strength: 'hard',
  });
  return [file];
}
