import { byName } from '../tree/paths.ts';
import type { Engine } from './engine.ts';
import { type Node, type ReasonKind, sortedReasons } from './graph.ts';
import type { PruneProblem } from './request.ts';
import { hardWay, type ReasonsOf, why } from './why.ts';

/** Kinds of hard reasons without which a program does not run. It may run without a file that a traced check used. */
const VITAL = new Set<ReasonKind>(['entry', 'interpreter', 'need', 'needed', 'rule', 'shebang']);

/**
 * Returns the secrets that kept files do not work without, and the lines of `drop` that remove a file that the image needs, each with the first such path by name. A dropped
 * file is needed only if hard reasons alone lead from it over kept files to the request.
 */
export function neededFiles(engine: Engine): readonly PruneProblem[] {
  const { graph, dropped, withheld } = engine;
  const keptReasons: ReasonsOf = (id) => {
    const node = graph.nodes.get(id);
    return node === undefined ? [] : sortedReasons(node);
  };
  // What a kept file does not work without is missed, for whatever reason that file is kept.
  const needing = (of: Node) => {
    const needs = sortedReasons(of).filter(({ kind }) => kind === 'need');
    return needs.length === 0 ? undefined : why((id) => (id === of.id ? needs : keptReasons(id)), of.id);
  };
  const found = new Map<string, PruneProblem>();
  const nodes = [...dropped.nodes.values()].sort((a, b) => byName(a.id, b.id));
  for (const node of nodes) {
    const pattern = engine.droppedBy(node.id);
    if (pattern === undefined || found.has(pattern)) continue;
    const vital = sortedReasons(node).filter(({ kind }) => VITAL.has(kind));
    const way = hardWay((id) => (id === node.id ? vital : keptReasons(id)), node.id) ?? needing(node);
    if (way !== undefined) found.set(pattern, { kind: 'needed-file', pattern, way });
  }
  const kept = [...withheld.nodes.values()].filter(({ id }) => !graph.nodes.has(id));
  const secret = kept
    .sort((a, b) => byName(a.id, b.id))
    .flatMap((node): PruneProblem[] => {
      const way = needing(node);
      return way === undefined ? [] : [{ kind: 'withheld-need', path: node.id, way }];
    });
  return [...engine.request.drop.flatMap((pattern) => found.get(pattern) ?? []), ...secret];
}
