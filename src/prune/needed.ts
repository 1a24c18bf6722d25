import { byName } from '../tree/paths.ts';
import type { Engine } from './engine.ts';
import { type ReasonKind, sortedReasons } from './graph.ts';
import type { PruneProblem } from './request.ts';
import { hardWay, type ReasonsOf } from './why.ts';

/** Kinds of hard reasons without which a program does not run. It may run without a file that a traced check used. */
const VITAL = new Set<ReasonKind>(['entry', 'interpreter', 'needed', 'rule', 'shebang']);

/**
 * Returns the lines of `drop` that remove a file that the image needs, each with the first such path by name. A dropped
 * file is needed only if hard reasons alone lead from it over kept files to the request.
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
