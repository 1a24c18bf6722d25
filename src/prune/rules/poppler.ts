import type { Rule } from '../rule.ts';

export const poppler: Rule = {
  name: 'poppler',
  why: 'encodings of Chinese, Japanese and Korean are read when a document uses them',
  source: 'poppler-data of Debian',
  when: ['/**/libpoppler.so.*'],
  keep: ['/usr/share/poppler/**'],
};
