import type { Rule } from '../rule.ts';

export const conda: Rule = {
  name: 'conda',
  why: 'an environment has its own programs, libraries and data next to a cache of installed packages',
  source: 'docs.conda.io "Conda directory structure"',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/conda-meta/history'],
    when: ['{home}/bin/*', '{home}/lib/**'],
    keep: ['{home}/{bin,lib,libexec,etc,share,ssl}/**'],
    exclude: ['{home}/pkgs', '{home}/{man,share/{man,doc,info,gtk-doc}}'],
    excludeFromData: ['{home}/include', '{home}/lib/{*.a,pkgconfig,cmake}'],
  },
};
