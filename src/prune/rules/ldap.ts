import type { Rule } from '../rule.ts';

export const ldap: Rule = {
  name: 'ldap',
  why: 'without its configuration, libldap trusts no certificate authority',
  source: 'ldap.conf(5), TLS_CACERT; libldap-common of Debian',
  from: 'files',
  when: ['/**/libldap{,_r}*.so.*'],
  keep: ['/etc/ldap/ldap.conf'],
};
