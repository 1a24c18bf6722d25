import type { Rule } from '../rule.ts';

export const poppler: Rule = {
  name: 'poppler',
  why: 'Chinese, Japanese and Korean encodings are read when a document uses them',
  source: 'poppler-data of Debian',
  when: ['/**/libpoppler.so.*'],
  keep: ['/usr/share/poppler/**'],
};
