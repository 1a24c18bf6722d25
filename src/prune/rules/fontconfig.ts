import type { Rule } from '../rule.ts';

export const fontconfig: Rule = {
  name: 'fontconfig',
  why: 'fontconfig reads its configuration and lists all fonts; Java ends in a null pointer where it finds none',
  source: 'fonts.conf(5); microsoft/openjdk-docker#43',
  from: 'files',
  when: ['/**/libfontconfig.so.*'],
  keep: ['/etc/fonts/**', '/usr/share/{fonts,fontconfig,xml/fontconfig}/**', '/var/cache/fontconfig'],
};
