import type { Rule } from '../rule.ts';

export const ghostscript: Rule = {
  name: 'ghostscript',
  why: 'the interpreter of PostScript is partly written in PostScript, and reads fonts and colour profiles',
  source: 'gs(1), "Initialization files"; libgs-common of Debian',
  when: ['/**/libgs.so.*'],
  keep: ['/usr/share/ghostscript/**', '/var/lib/ghostscript/**', '/usr/share/fonts/type1/**'],
};
