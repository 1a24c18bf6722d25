import type { Rule } from '../rule.ts';

export const icu: Rule = {
  name: 'icu',
  why: '.NET opens ICU by name and exits if it is missing',
  source: 'learn.microsoft.com "Globalization and ICU"; dotnet/runtime#100531',
  from: 'files',
  when: ['/**/{libcoreclr,libSystem.Globalization.Native}.so', '/**/libicuuc.so.*'],
  keep: ['/usr/lib/*/libicu{uc,i18n,data}.so.*', '/usr/share/icu/**/*.dat'],
};
