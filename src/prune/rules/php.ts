import type { Rule } from '../rule.ts';

export const php: Rule = {
  name: 'php',
  why: 'PHP loads every extension that a file of conf.d names, and on Debian knows no time zone but those of tzdata',
  source:
    'php.net/manual/en/configuration.file.php; `php --ini` and the patch to use the system timezone database of Debian',
  when: ['/usr/{s,}bin/php*[0-9]', '/**/libphp*.so'],
  keep: [
    '/etc/php/**',
    '/usr/lib/php/**',
    '/usr/share/php/**',
    '/usr/share/zoneinfo/**',
    '/var/lib/php/{modules,sessions}',
  ],
  exclude: ['/usr/lib/php/{php-helper,php-maintscript-helper,sessionclean,*/php.ini-*,*/sapi}'],
};
