import { existsSync, readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';
import { type Advice, IN_IMAGEFILE } from '../prune/advice.ts';
import { leftOutLines } from '../prune/left-out-words.ts';
import { messageOf } from '../prune/messages.ts';
import { prune as decide, type Kept } from '../prune/prune.ts';
import type { TraceEvent } from '../prune/request.ts';
import { unreadLines } from '../prune/unread-words.ts';
import { printable } from '../tree/printable.ts';
import { type DiskTree, diskTree } from './disk-tree.ts';
import { addToRootfs } from './prune/additions.ts';
import { dateBytecode } from './prune/bytecode.ts';
import { copyTree } from './prune/copy.ts';
import { type Amount, countTree } from './prune/count.ts';
import { writeReport } from './prune/report.ts';
import { readRequest } from './request.ts';
import { complain, say } from './say.ts';

/** Runs the step `prune`: copies the files that the program needs from the full tree, and writes the reasons. */
export async function prune(places: Places<'prune'>): Promise<number> {
  const request = readRequest<'prune'>(places.request);
  const tree = diskTree(places.tree);
  const kept = decide(tree, request, readEvents(places.events));
  tree.close();
  if ('problems' in kept) return complain(kept.problems.map(messageOf));
  // The step libraries tells of those that a line brought, at that line.
  const others = kept.foreign.filter(({ target }) => target === undefined);
  if (others.length > 0) return complain(others.map(messageOf));
  await writeKept(kept, tree, places, request.epoch, () => countTree(places.tree));
  for (const { rule, detail } of kept.suspicions) say(`warning: ${rule}: ${detail} (docs/lint.md#${rule})`);
  return 0;
}

/** Writes the kept part of a tree and the report about it, and prints a summary. */
export async function writeKept(
  kept: Kept,
  tree: DiskTree,
  places: Pick<Places<'prune'>, 'tree' | 'rootfs' | 'report'>,
  epoch: number,
  countFull: () => Amount,
  advice: Advice = IN_IMAGEFILE,
): Promise<void> {
  const copied = copyTree(places.tree, places.rootfs, kept.taken, epoch);
  // Counting a large tree takes as long as copying a small part of it, so both run in parallel.
  const full = countFull();
  await copied;
  dateBytecode(tree, places.rootfs, kept.taken, epoch);
  addToRootfs(places.rootfs, kept, epoch);
  const amounts = { full, kept: countTree(places.rootfs) };
  writeReport(places.report, kept, amounts, { tree, epoch });
  say(summaryLine(amounts.kept, full, kept));
  for (const line of [...unreadLines(kept.unread), ...leftOutLines(kept, advice)]) say(line);
  for (const line of notUtf8Lines(amounts.kept)) say(line);
}

/** Warns of the one output that cannot have such names: BuildKit sends the client each file under a name of UTF-8. */
function notUtf8Lines({ notUtf8: [first, ...others] = [] }: Amount): string[] {
  if (first === undefined) return [];
  const more = others.length === 0 ? 'is' : `and ${others.length} more are`;
  return [
    `${printable(first)} ${more} not UTF-8: BuildKit cannot export that with --output type=local; type=tar and images can`,
  ];
}

function readEvents(path: string): readonly TraceEvent[] {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}

function summaryLine(kept: Amount, full: Amount, { contributors, packages }: Kept): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0);
  return (
    `kept ${kept.files} of ${full.files} files, ${megabytes(kept.bytes)} of ${megabytes(full.bytes)} MB, ` +
    `${contributors.length} of ${packages} packages`
  );
}
