import type { Rule } from '../rule.ts';

export const yarn: Rule = {
  name: 'yarn',
  why: 'a package manager is kept only where it is started, because it is not part of what it installed',
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
