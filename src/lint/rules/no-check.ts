import type { LintRule } from '../rule.ts';

export const noCheck: LintRule = {
  name: 'no-check',
  summary: 'A check proves that the program runs in the pruned image, and lets mib prune more',
  find({ spec }) {
    const { entry, from, inherits = [], check, prune } = spec;
    if (check.length > 0) return [];
    if (entry !== undefined) {
      return [{ detail: `nothing checks that ${entry.value[0]} works in the image`, at: entry.at }];
    }
    if (from === undefined || prune === 'none' || !inherits.includes('entry')) return [];
    return [{ detail: `nothing checks that the program of ${from.value} works in the image`, at: from.at }];
  },
};
