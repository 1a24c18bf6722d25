import type { Rule } from '../rule.ts';

export const locale: Rule = {
  name: 'locale',
  why: 'the image sets a language, and setlocale opens its tables',
  source: 'locale(7), setlocale(3); locale-gen(8) writes locale-archive',
  from: 'files',
  when: ['env:LANG', 'env:LC_ALL', 'env:LC_CTYPE', 'env:LANGUAGE', 'package:locales', 'package:locales-all'],
  keep: ['/usr/lib/locale/**', '/usr/share/locale/locale.alias', '/etc/locale.alias'],
};
