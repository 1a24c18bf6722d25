import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { why } from '../../src/prune/why.ts';
import { type KeepGraph, parseKeep } from '../../src/report/keep.ts';
import { buildOk, temporaryFolder } from './docker.ts';

/** Why each path is in the image of a folder. */
export async function readGraph(context: string): Promise<KeepGraph> {
  const report = temporaryFolder();
  await buildOk(context, '--target', 'report', '--output', `type=local,dest=${report}`);
  return parseKeep(readFileSync(join(report, 'keep.jsonl'), 'utf8'));
}

/** What a graph does not say about an image: nothing, if each path has a way of reasons, and each reason a path. */
export function gaps(graph: KeepGraph, paths: Iterable<string>) {
  const inImage = new Set([...paths].map((path) => `/${path}`));
  const ids = [...graph.keys()].filter((id) => id.startsWith('/') && id !== '/');
  const reasonsOf = (id: string) => graph.get(id)?.reasons ?? [];
  return {
    unexplained: [...inImage].filter((path) => !graph.has(path)),
    absent: ids.filter((id) => !inImage.has(id)),
    leadNowhere: [...graph.keys()].filter((id) => why(reasonsOf, id) === undefined),
  };
}

export const NO_GAPS: ReturnType<typeof gaps> = { unexplained: [], absent: [], leadNowhere: [] };
