import type { Rule } from '../rule.ts';

export const sasl: Rule = {
  name: 'sasl',
  why: 'SASL loads every mechanism in its folder and offers those that it finds',
  source: 'libsasl2 of Cyrus SASL, lib/dlopen.c: PLUGINDIR; libsasl2-modules of Debian',
  from: 'files',
  when: ['/**/libsasl2.so.*'],
  keep: ['/usr/lib/{*/,}sasl2/**', '/etc/sasl2/**'],
  // A server's password database. It needs 2 MB of Berkeley DB, and every program with LDAP has SASL.
  excludeFromData: ['/usr/lib/{*/,}sasl2/libsasldb.so*'],
};
