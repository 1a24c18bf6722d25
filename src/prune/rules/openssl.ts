import type { Rule } from '../rule.ts';

export const openssl: Rule = {
  name: 'openssl',
  why: 'OpenSSL reads its configuration and loads providers and engines from fixed folders',
  source:
    'openssl(1ssl) OPENSSL_CONF, provider(7ossl), `openssl version -a` on Debian: OPENSSLDIR /usr/lib/ssl',
  from: 'files',
  when: ['/**/libcrypto.so.*'],
  keep: [
    '/usr/lib/ssl/{openssl.cnf,certs,private}',
    '/etc/ssl/openssl.cnf',
    '/etc/ssl/openssl.cnf.d/*',
    '/usr/lib/*/ossl-modules/*.so',
    '/usr/lib/*/engines-*/*.so',
  ],
};
