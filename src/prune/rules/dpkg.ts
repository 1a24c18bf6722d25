import type { Rule } from '../rule.ts';

export const dpkg: Rule = {
  name: 'dpkg',
  why: "Dpkg's Perl modules read the tables of CPUs and systems that it shares with no program",
  source: 'Dpkg::Arch, DPKG_DATADIR of Dpkg.pm; dpkg-architecture(1)',
  when: ['/usr/share/perl5/Dpkg/Arch.pm'],
  keep: ['/usr/share/dpkg/*table'],
  needs: [{ by: '/usr/share/perl5/Dpkg/Arch.pm', files: ['/usr/share/dpkg/*table'] }],
};
