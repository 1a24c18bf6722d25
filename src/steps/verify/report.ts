import { readFileSync } from 'node:fs';
import type { NewFolder } from '../../prune/engine.ts';
import type { Reason } from '../../prune/graph.ts';
import type { Report } from '../../prune/verify/compare.ts';

/** Reads the `keep.jsonl` and `summary.json` that src/steps/prune/report.ts writes. */
export function readReport(folder: string): Report {
  const lines = readFileSync(`${folder}/keep.jsonl`, 'utf8').split('\n');
  const nodes = lines.flatMap((line): { id: string; reasons: Reason[] }[] =>
    line.startsWith('{"id":"/') ? [JSON.parse(line)] : [],
  );
  const summary: Summary = JSON.parse(readFileSync(`${folder}/summary.json`, 'utf8'));
  return {
    reasons: new Map(nodes.map(({ id, reasons }) => [id, reasons])),
    folders: new Map(summary.made.folders.map((folder) => [folder.path, folder])),
    files: new Set(summary.made.files),
    cleared: new Set(summary.cleared),
    dropped: new Set(Object.keys(summary.dropped)),
  };
}

interface Summary {
  readonly made: { readonly folders: readonly NewFolder[]; readonly files: readonly string[] };
  readonly cleared: readonly string[];
  readonly dropped: Readonly<Record<string, unknown>>;
}
