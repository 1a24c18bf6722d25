import type { Rule } from '../rule.ts';

export const uv: Rule = {
  name: 'uv',
  why: 'what installs packages is kept where it is started, and is no part of what it installed',
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
