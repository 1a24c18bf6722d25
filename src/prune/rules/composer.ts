import type { Rule } from '../rule.ts';

export const composer: Rule = {
  name: 'composer',
  why: 'where packages are installed, Composer starts other programs to unpack archives and fetch repositories',
  source: 'getcomposer.org/doc/00-intro.md, "System Requirements"; composer of Debian',
  when: ['/usr/bin/composer'],
  keep: ['/usr/bin/{git,unzip}'],
};
