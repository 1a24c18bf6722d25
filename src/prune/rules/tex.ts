import type { Rule } from '../rule.ts';

export const tex: Rule = {
  name: 'tex',
  why: 'TeX looks up macros, fonts, hyphenation patterns and compiled formats by name in its file trees',
  source: 'kpathsea manual, "TeX directory structure"; texlive-base and tex-common of Debian for the folders',
  when: ['/**/libkpathsea.so.*'],
  keep: ['/usr/share/{texmf,texlive/texmf-dist}/**', '/etc/texmf/**', '/var/lib/texmf/**'],
  exclude: ['/usr/share/{texmf,texlive/texmf-dist}/doc'],
};
