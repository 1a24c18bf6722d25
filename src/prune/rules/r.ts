import type { Rule } from '../rule.ts';

export const r: Rule = {
  name: 'r',
  why: 'packages load each other at run time, so the library and installed packages stay whole',
  source:
    '"R Installation and Administration", R_HOME and site libraries; `R RHOME` of an installation from source',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/library/base/R/base'],
    when: ['{home}/bin/{R,Rscript}', '{home}/bin/exec/R', '{home}/lib/libR.so'],
    keep: ['{home}/{bin,etc,lib,library,modules,share,site-library}/**', '{home}/COPYING'],
    exclude: ['{home}/{doc,tests}', '{home}/library/*/{doc,html,tests,demo}'],
    excludeFromData: ['{home}/include', '{home}/library/*/include'],
    own: ['{home}/library/{base,utils,tools,stats,methods,grDevices,graphics}', '{home}/share'],
  },
};
