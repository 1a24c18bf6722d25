import type { Rule } from '../rule.ts';

export const mariadbClient: Rule = {
  name: 'mariadb-client',
  why: 'the client library loads the way to log in that the server asks for',
  source: 'mariadb.com/kb "Authentication Plugins": MARIADB_PLUGIN_DIR; libmariadb3 of Debian for the folder',
  from: 'files',
  when: ['/**/libmariadb.so.*'],
  keep: ['/usr/lib/*/libmariadb3/plugin/*.so', '/etc/mysql/**'],
};
