import type { Rule } from '../rule.ts';

export const uv: Rule = {
  name: 'uv',
  why: 'a package manager is kept only where it is started, because it is not part of what it installed',
  source: 'docs.astral.sh "uv in Docker"; the wheel of uv for the names',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/bin/uv'],
    when: ['{home}/bin/uv'],
    keep: ['{home}/bin/uv{,x}'],
    governs: ['{home}/bin/uv{,x}'],
  },
};
