import type { Rule } from '../rule.ts';

export const pam: Rule = {
  name: 'pam',
  why: 'PAM loads the modules that the files of /etc/pam.d name, and one without its own privileges asks a helper',
  source: 'pam.d(5), pam_unix(8), unix_chkpwd(8); libpam-modules of Debian for the folders',
  when: ['/**/libpam.so.*'],
  keep: [
    '/etc/{pam.conf,environment}',
    '/etc/{pam.d,security}/**',
    '/usr/lib/*/security/*.so',
    '/usr/share/pam/**',
    '/usr/sbin/unix_chkpwd',
  ],
};
