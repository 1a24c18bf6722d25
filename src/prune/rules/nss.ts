import type { Rule } from '../rule.ts';

export const nss: Rule = {
  name: 'nss',
  why: 'NSS of Mozilla loads its ciphers and CA certificates by name, and verifies the ciphers with their .chk files',
  source: 'NSS lib/freebl/loader.c and lib/pk11wrap; libnss3 of Debian for the names',
  from: 'files',
  when: ['/**/libnss3.so'],
  keep: ['/usr/lib/*/{,nss/}lib{softokn3,freebl3,freeblpriv3,nssdbm3,nssckbi}.{so,chk}'],
  needs: [{ by: '/**/libnss3.so', files: ['/usr/lib/*/{,nss/}lib{softokn3,freeblpriv3}.so'] }],
};
