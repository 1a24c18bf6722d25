import type { Rule } from '../rule.ts';

export const nss: Rule = {
  name: 'nss',
  why: "Mozilla's NSS loads its ciphers and authorities by name, and checks the ciphers against their .chk files",
  source: 'NSS lib/freebl/loader.c and lib/pk11wrap; libnss3 of Debian for the names',
  from: 'files',
  when: ['/**/libnss3.so'],
  keep: ['/usr/lib/*/{,nss/}lib{softokn3,freebl3,freeblpriv3,nssdbm3,nssckbi}.{so,chk}'],
};
