import type { Rule } from '../rule.ts';

export const composer: Rule = {
  name: 'composer',
  why: 'packages come from archives and repositories, which other programs unpack and fetch, where they are installed',
  source: 'getcomposer.org/doc/00-intro.md, "System Requirements"; composer of Debian',
  when: ['/usr/bin/composer'],
  keep: ['/usr/bin/{git,unzip}'],
};
