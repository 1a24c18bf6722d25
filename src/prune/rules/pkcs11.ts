import type { Rule } from '../rule.ts';

export const pkcs11: Rule = {
  name: 'pkcs11',
  why: 'p11-kit loads the modules named in its configuration, such as the trust store',
  source: 'pkcs11.conf(5); p11-kit-modules of Debian for the folders',
  from: 'files',
  when: ['/**/libp11-kit.so.*'],
  keep: ['/etc/pkcs11/**', '/usr/share/p11-kit/modules/**', '/usr/lib/*/pkcs11/*.so'],
};
