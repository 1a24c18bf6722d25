import type { AuditRule } from './rule.ts';

export const missingLibrary: AuditRule = {
  name: 'missing-library',
  summary: 'A library that a kept file needs should be in the tree',
  find({ missing }) {
    const byLibrary = new Map<string, string[]>();
    for (const { from, name } of missing) byLibrary.set(name, [...(byLibrary.get(name) ?? []), from]);
    return [...byLibrary].map(([library, [first = '', ...others]]) => {
      const more = others.length === 0 ? 'needs' : `and ${others.length} more need`;
      return { detail: `"${first}" ${more} "${library}", which is not in the full tree either`, library };
    });
  },
};
