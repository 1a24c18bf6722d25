import type { Rule } from '../rule.ts';

export const ghostscript: Rule = {
  name: 'ghostscript',
  why: 'parts of the PostScript interpreter are PostScript files, and it reads fonts and colour profiles',
  source: 'gs(1), "Initialization files"; libgs-common of Debian',
  when: ['/**/libgs.so.*'],
  keep: ['/usr/share/ghostscript/**', '/var/lib/ghostscript/**', '/usr/share/fonts/type1/**'],
  needs: [{ by: '/**/libgs.so.*', files: ['/usr/share/ghostscript/*/Resource/Init/gs_init.ps'] }],
};
