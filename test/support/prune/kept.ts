import { sortedReasons } from '../../../src/prune/graph.ts';
import { type Kept, prune } from '../../../src/prune/prune.ts';
import type { PruneRequest, TraceEvent } from '../../../src/prune/request.ts';
import { debianTree, type FakePackage, program } from './debian-tree.ts';
import { type Item, memoryTree } from './memory-tree.ts';
import { REQUEST as PLAIN } from './request.ts';

/** A request as for most images: not as root. */
export const REQUEST: PruneRequest = { ...PLAIN, user: 'nonroot' };

/** The tree and the request. */
export interface Case {
  readonly packages?: Readonly<Record<string, FakePackage>>;
  readonly unowned?: Readonly<Record<string, Item>>;
  readonly request?: Partial<PruneRequest>;
  readonly events?: readonly TraceEvent[];
}

/** Prunes; must succeed. */
export function kept({ packages = {}, unowned = {}, request = {}, events = [] }: Case): Kept {
  const tree = memoryTree(
    debianTree({ app: { files: { '/usr/bin/app': program() } }, ...packages }, unowned),
  );
  const outcome = prune(tree, { ...REQUEST, ...request }, events);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome;
}

/** Returns the kept paths, without folders and the files of every image. */
export function files(of: Case): readonly string[] {
  const { taken, graph } = kept(of);
  return taken.filter((path) => graph.nodes.get(path)?.entry?.type !== 'folder' && !ALWAYS.has(path));
}
const ALWAYS = new Set<string>();
for (const path of files({})) if (path !== '/usr/bin/app') ALWAYS.add(path);

/** Returns the reasons for a path, the strongest first. */
export function reasons(of: Kept, path: string) {
  const node = of.graph.nodes.get(path);
  return node ? sortedReasons(node) : [];
}
