import type { Rule } from '../rule.ts';

export const tcl: Rule = {
  name: 'tcl',
  why: 'the interpreter reads a part of itself from files, encodings and time zones among them',
  source: 'tclvars(3tcl), "tcl_library"; libtcl8.6 of Debian',
  when: ['/**/libtcl*.so*'],
  keep: ['/usr/share/tcltk/tcl{8,9}*/**'],
};
