import type { Engine } from '../engine.ts';
import { heaviest, listed, megabytes } from '../heaviest.ts';
import { allFiles } from './all-files.ts';
import type { AuditRule } from './rule.ts';

/** The number of files and folders that are named. */
const MOST = 5;

/** Finds what a base image that is kept whole has, and a pruned one would not have. */
export const unusedFiles: AuditRule = {
  name: 'unused-files',
  summary: 'Files that no program needs make an image larger and easier to attack',
  find({ engine, contributors }) {
    if (engine.request.isWhole !== true) return [];
    const { sizes, others } = countUnused(engine);
    if (sizes.size === 0) return [];
    const all = engine.packages.all.length;
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const amount = `${sizes.size} of ${sizes.size + others.length} files (${megabytes(bytes)} MB)`;
    const packages = all === 0 ? '' : ` and ${all - contributors.size} of ${all} packages`;
    const largest = heaviest(sizes, others).slice(0, MOST);
    return [{ detail: `nothing needs ${amount}${packages}; largest: ${listed(largest)}` }];
  },
};

function countUnused(engine: Engine) {
  const sizes = new Map<string, number>();
  const others: string[] = [];
  for (const { path, entry } of allFiles(engine)) {
    if (engine.graph.nodes.has(path)) others.push(path);
    else sizes.set(path, entry.size);
  }
  return { sizes, others };
}
