import type { AuditRule } from './rule.ts';

export const missingLibrary: AuditRule = {
  name: 'missing-library',
  summary: 'A library that a kept file needs should be in the tree',
  find({ missing }) {
    const firsts = new Map(missing.toReversed().map((each) => [each.name, each]));
    return [...firsts.values()].reverse().map(({ from, name, target }) => {
      const others = missing.filter((each) => each.name === name).length - 1;
      const need = others === 0 ? 'needs' : `and ${others} more need`;
      const detail = `"${from}" ${need} "${name}", which is not in the full tree either`;
      return { detail, library: name, ...(target === undefined ? {} : { target }) };
    });
  },
};
