import type { Rule } from '../rule.ts';

export const terminfo: Rule = {
  name: 'terminfo',
  why: 'a terminal program looks up the terminal named in TERM',
  source: 'terminfo(5), ncurses-base of Debian for the folders',
  from: 'files',
  when: ['/**/libtinfo.so.*', '/**/libtinfow.so.*'],
  keep: [
    '/{usr/share,usr/lib,lib,etc}/terminfo/{d/dumb,l/linux,s/screen*,t/tmux*,v/vt100,v/vt102,v/vt220,x/xterm*}',
  ],
};
