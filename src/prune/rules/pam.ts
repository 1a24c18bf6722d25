import type { Rule } from '../rule.ts';

export const pam: Rule = {
  name: 'pam',
  why: 'PAM loads the modules named in /etc/pam.d, and unprivileged programs start a helper',
  source: 'pam.d(5), pam_unix(8), unix_chkpwd(8); libpam-modules of Debian for the folders',
  when: ['/**/libpam.so.*'],
  keep: [
    '/etc/{pam.conf,environment}',
    '/etc/{pam.d,security}/**',
    '/usr/lib/*/security/*.so',
    '/usr/share/pam/**',
    '/usr/sbin/unix_chkpwd',
  ],
  needs: [{ by: '/**/security/pam_unix.so', files: ['/etc/passwd', '/etc/shadow'] }],
};
