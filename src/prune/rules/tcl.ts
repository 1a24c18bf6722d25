import type { Rule } from '../rule.ts';

export const tcl: Rule = {
  name: 'tcl',
  why: 'the interpreter reads parts of itself from files, such as encodings and time zones',
  source: 'tclvars(3tcl), "tcl_library"; libtcl8.6 of Debian',
  when: ['/**/libtcl*.so*'],
  keep: ['/usr/share/tcltk/tcl{8,9}*/**'],
  needs: [{ by: '/**/libtcl*.so*', files: ['/usr/share/tcltk/tcl{8,9}*/init.tcl'] }],
};
