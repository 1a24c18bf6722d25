import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { why } from '../../../src/prune/why.ts';
import { type KeepGraph, parseKeep } from '../../../src/report/keep.ts';
import { buildOk, temporaryFolder } from './docker.ts';

/** Builds a folder and reads why each path is in its image. */
export async function readGraph(context: string): Promise<KeepGraph> {
  const report = temporaryFolder();
  await buildOk(context, '--target', 'report', '--output', `type=local,dest=${report}`);
  return parseKeep(readFileSync(join(report, 'keep.jsonl'), 'utf8'));
}

/** Returns the faults of a graph: paths of the image without a chain of reasons, and reasons without a path. */
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
