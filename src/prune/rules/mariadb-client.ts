import type { Rule } from '../rule.ts';

export const mariadbClient: Rule = {
  name: 'mariadb-client',
  why: 'the client library loads the authentication plugin that the server requests',
  source:
    'mariadb.com/kb "Authentication Plugins"; libmariadb3 of Debian for the folder, whose clients link the library in',
  from: 'files',
  when: ['/**/libmariadb.so.*', '/usr/bin/{mariadb,mysql}{,-*}'],
  keep: ['/usr/lib/*/libmariadb3/plugin/*.so', '/etc/mysql/**'],
};
