import type { Rule } from '../rule.ts';

export const yarn: Rule = {
  name: 'yarn',
  why: 'what installs packages is kept where it is started, and is no part of what it installed',
  source: 'classic.yarnpkg.com: the archive of a release, which the official image of Node has in /opt',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/yarn-v*/bin/yarn.js'],
    when: ['{home}/yarn-v*/bin/yarn{,pkg,.js}'],
    keep: ['{home}/yarn-v*/**'],
    governs: ['{home}/yarn-v*'],
  },
};
