import type { Rule } from '../rule.ts';

export const krb5: Rule = {
  name: 'krb5',
  why: 'Kerberos reads its realms from fixed files and loads plugins and GSS-API mechanisms from fixed folders',
  source: 'krb5.conf(5), "plugins"; MIT krb5 lib/gssapi/mechglue: /etc/gss/mech.d',
  from: 'files',
  when: ['/**/libkrb5.so.*', '/**/libgssapi_krb5.so.*'],
  keep: ['/etc/krb5.conf', '/etc/krb5.conf.d/**', '/etc/gss/mech.d/**', '/usr/lib/*/{krb5/plugins,gss}/**'],
};
