import type { Rule } from '../rule.ts';

export const perl: Rule = {
  name: 'perl',
  why: 'modules load each other at run time, so the standard library and installed modules stay whole',
  source: 'perlrun(1) @INC; `perl -V` on Debian for the folders',
  when: ['/usr/bin/perl', '/usr/bin/perl5*', '/**/libperl.so.*'],
  keep: [
    '/usr/lib/*/{perl,perl5,perl-base}/**',
    '/usr/share/{perl,perl5}/**',
    '/usr/local/{lib,share}/**/perl/**',
    '/etc/perl/**',
  ],
  // debconf and dpkg belong to the package manager.
  exclude: [
    '/usr/share/perl5/{Debconf,Debian,Dpkg}{,.pm}',
    '/usr/share/perl/*/{pod,perldoc}',
    '/usr/{lib,share}/**/*.pod',
  ],
  own: ['/usr/{share,lib/*}/{perl,perl-base}'],
  // Upstream's `make install`, as in the official image and perlbrew.
  anywhere: {
    landmarks: ['{home}/lib/{perl5,perl}/5*/strict.pm', '{home}/lib/5*/strict.pm'],
    when: ['{home}/bin/perl*', '{home}/lib/**/libperl.so*'],
    keep: ['{home}/lib/{perl5,perl,5*,site_perl}/**'],
    exclude: [
      '{home}/lib/{perl5/,perl/,}5*/{pod,perl5db.pl}',
      '{home}/lib/{perl5,perl,5*,site_perl}/**/*.pod',
    ],
    excludeFromData: ['{home}/lib/{perl5/,perl/,}5*/*/CORE/*.{h,a}', '{home}/man'],
    own: ['{home}/lib/{perl5/,perl/,}5*'],
  },
};
