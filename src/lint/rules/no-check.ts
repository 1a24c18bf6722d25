import type { LintRule } from '../rule.ts';

export const noCheck: LintRule = {
  name: 'no-check',
  summary: 'A check proves that the program runs in the pruned image, and lets mib prune more',
  find({ spec }) {
    if (spec.entry === undefined || spec.check.length > 0) return [];
    const { value, at } = spec.entry;
    return [{ detail: `nothing checks that ${value[0]} works in the image`, at }];
  },
};
