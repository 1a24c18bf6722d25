import { closeSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { type Node, sortedReasons } from '../../prune/graph.ts';
import type { Kept } from '../../prune/prune.ts';
import { byName } from '../../tree/paths.ts';
import { broughtBy } from '../../tree/pyc.ts';
import type { Tree } from '../../tree/tree.ts';
import type { Amount } from './count.ts';

/** Characters per write. */
const CHUNK = 1 << 20;

/**
 * Writes `keep.jsonl`, one JSON object for each kept path and each group of the graph, sorted by `id`, and `summary.json`,
 * the totals and what a person should review. src/prune/graph.ts explains the reasons. Modes are those of the full tree:
 * `cleared` in the summary lists the files that lost their setuid and setgid bits.
 */
export function writeReport(
  folder: string,
  kept: Kept,
  amounts: { readonly full: Amount; readonly kept: Amount },
  { tree, epoch }: { readonly tree: Pick<Tree, 'readlink'>; readonly epoch: number },
): void {
  const ids = [...kept.graph.nodes.keys()].sort(byName);
  const file = openSync(`${folder}/keep.jsonl`, 'w');
  let text = '';
  for (const id of ids) {
    const node = kept.graph.nodes.get(id);
    if (node !== undefined) text += `${JSON.stringify(line(node, kept, tree))}\n`;
    if (text.length > CHUNK) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
  writeFileSync(`${folder}/summary.json`, `${JSON.stringify(summary(kept, amounts))}\n`);
  for (const name of ['keep.jsonl', 'summary.json', '.']) utimesSync(`${folder}/${name}`, epoch, epoch);
}

function line({ id, entry, ...node }: Node, kept: Kept, tree: Pick<Tree, 'readlink'>) {
  const packages = broughtBy(kept.owners, id).map(({ info }) => info);
  const what = entry && {
    type: entry.type,
    mode: entry.mode.toString(8).padStart(4, '0'),
    uid: entry.uid,
    gid: entry.gid,
    ...(entry.type === 'file' && { size: entry.size }),
    ...(entry.type === 'link' && { target: tree.readlink(id) }),
    ...(entry.type !== 'folder' && packages.length > 0 && { packages }),
  };
  return { id, ...what, reasons: sortedReasons({ id, ...node }) };
}

function summary(kept: Kept, amounts: { readonly full: Amount; readonly kept: Amount }) {
  const totals = ({ files, bytes }: Amount, packages: number) => ({ files, bytes, packages });
  const notUtf8 = (amounts.full.notUtf8 ?? []).filter((path) => !kept.graph.nodes.has(path));
  return {
    full: totals(amounts.full, kept.packages),
    kept: totals(amounts.kept, kept.contributors.length),
    contributors: kept.contributors.map(({ name, architecture, source, version }) => ({
      name,
      architecture,
      source,
      version,
    })),
    made: { folders: kept.folders, files: kept.files.map(({ path }) => path) },
    cleared: kept.cleared,
    dropped: Object.fromEntries(kept.dropped),
    withheld: kept.withheld,
    ...(notUtf8.length === 0 ? {} : { notUtf8 }),
    suspicions: kept.suspicions,
    unopened: kept.unopened,
    unresolved: kept.unresolved,
    ...(kept.missing.length === 0 ? {} : { missing: kept.missing }),
    ...(kept.foreign.length === 0 ? {} : { foreign: kept.foreign }),
    ...(kept.unread.length === 0 ? {} : { unread: kept.unread }),
    ...(kept.leftOut === undefined ? {} : { leftOut: kept.leftOut, unused: kept.unused }),
    ...(kept.idle.length === 0 ? {} : { idle: kept.idle }),
    ...(kept.neverRun === undefined ? {} : { neverRun: kept.neverRun }),
    ...(kept.distributions.length === 0 ? {} : { distributions: kept.distributions }),
    broken: Object.fromEntries([...kept.broken].sort(([a], [b]) => byName(a, b))),
  };
}
