import type { Rule } from '../rule.ts';

export const mariadb: Rule = {
  name: 'mariadb',
  why: 'the server reads messages, character sets and system tables from its folders, and loads plugins on demand',
  source: 'mariadb.com/kb "Server System Variables": lc_messages_dir, character_sets_dir, plugin_dir',
  when: ['/usr/sbin/{mariadbd,mysqld}'],
  keep: ['/usr/share/{mariadb,mysql}/**', '/usr/lib/mysql/plugin/**', '/etc/mysql/**'],
};
