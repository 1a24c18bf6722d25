import type { Rule } from '../rule.ts';

export const gconv: Rule = {
  name: 'gconv',
  why: 'iconv finds a converter through the index next to it',
  source:
    'iconv(3), iconvconfig(8). A converter, not the index, is the trigger: every UTF-8 program opens the index',
  from: 'files',
  when: ['/usr/lib{,/*}/gconv/*.so', '/usr/bin/iconv', '/usr/lib/php/*/iconv.so'],
  keep: ['/usr/lib{,/*}/gconv/**'],
};
