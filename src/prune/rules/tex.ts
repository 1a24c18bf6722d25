import type { Rule } from '../rule.ts';

export const tex: Rule = {
  name: 'tex',
  why: 'TeX finds macros, fonts, hyphenation and its compiled formats in trees of files, by name',
  source: 'kpathsea manual, "TeX directory structure"; texlive-base and tex-common of Debian for the folders',
  when: ['/**/libkpathsea.so.*'],
  keep: ['/usr/share/{texmf,texlive/texmf-dist}/**', '/etc/texmf/**', '/var/lib/texmf/**'],
  exclude: ['/usr/share/{texmf,texlive/texmf-dist}/doc'],
};
