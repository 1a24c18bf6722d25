import type { Rule } from '../rule.ts';

export const fontconfig: Rule = {
  name: 'fontconfig',
  why: 'fontconfig reads its configuration and lists all fonts, and Java fails with a null pointer if there are none',
  source: 'fonts.conf(5); microsoft/openjdk-docker#43',
  from: 'files',
  when: ['/**/libfontconfig.so.*'],
  keep: ['/etc/fonts/**', '/usr/share/{fonts,fontconfig,xml/fontconfig}/**', '/var/cache/fontconfig'],
};
