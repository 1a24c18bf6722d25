import type { Rule } from '../rule.ts';

export const php: Rule = {
  name: 'php',
  why: 'PHP loads every extension named in conf.d, and on Debian takes all time zones from tzdata',
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
  // Upstream's `make install`, as in the official image, includes its own time zones.
  anywhere: {
    landmarks: ['{home}/lib/php/extensions', '{home}/etc/php/conf.d'],
    when: [
      '{home}/{bin,sbin}/{php,php-cgi,php-fpm}',
      '{home}/lib/libphp*.so',
      '{home}/lib/php/extensions/**',
    ],
    // Its iconv is that of glibc, which has a file for each encoding.
    keep: [
      '{home}/etc/{php,php-fpm.d}/**',
      '{home}/etc/{php-fpm,pear}.conf',
      '{home}/lib/php/**',
      '/usr/lib{,/*}/gconv/**',
    ],
    exclude: ['{home}/etc/php/php.ini-*', '{home}/etc/php-fpm{.conf,.d/*}.default', '{home}/php/man'],
    excludeFromData: [
      '{home}/include/php',
      '{home}/lib/php/{build,doc,test}',
      '{home}/bin/{phpize,php-config,phpdbg,pear,peardev,pecl,docker-php-ext-*,docker-php-source}',
    ],
    own: ['{home}/lib/php'],
  },
};
