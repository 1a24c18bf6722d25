import type { Rule } from '../rule.ts';

export const proj: Rule = {
  name: 'proj',
  why: 'coordinate systems are looked up in a database',
  source: 'PROJ manual, "Resource files"; proj-data of Debian',
  when: ['/**/libproj.so.*'],
  keep: ['/usr/share/proj/**'],
  needs: [{ by: '/**/libproj.so.*', files: ['/usr/share/proj/proj.db'] }],
};
