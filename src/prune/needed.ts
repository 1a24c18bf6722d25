import { byName } from '../tree/paths.ts';
import type { Engine } from './engine.ts';
import { type ReasonKind, sortedReasons } from './graph.ts';
import type { PruneProblem } from './request.ts';
import { hardWay, type ReasonsOf } from './why.ts';

/** Hard reasons of these kinds say what no program starts or runs on without. What a check was seen to use, it may do without. */
const VITAL = new Set<ReasonKind>(['entry', 'interpreter', 'needed', 'rule', 'shebang']);

/**
 * Lines of `drop` that take away what the image breaks without, each with the first such path by name. What needs it is
 * kept, and not by a guess: where that is dropped as well, or only something soft, there is no problem.
 */
export function neededFiles(engine: Engine): readonly PruneProblem[] {
  const { graph, dropped } = engine;
  const keptReasons: ReasonsOf = (id) => {
    const node = graph.nodes.get(id);
    return node === undefined ? [] : sortedReasons(node);
  };
  const found = new Map<string, PruneProblem>();
  const nodes = [...dropped.nodes.values()].sort((a, b) => byName(a.id, b.id));
  for (const node of nodes) {
    const pattern = engine.droppedBy(node.id);
    if (pattern === undefined || found.has(pattern)) continue;
    const vital = sortedReasons(node).filter(({ kind }) => VITAL.has(kind));
    const way = hardWay((id) => (id === node.id ? vital : keptReasons(id)), node.id);
    if (way !== undefined) found.set(pattern, { kind: 'needed-file', pattern, way });
  }
  return engine.request.drop.flatMap((pattern) => found.get(pattern) ?? []);
}
