import type { Rule } from '../rule.ts';

export const nginx: Rule = {
  name: 'nginx',
  why: 'the nginx configuration loads every enabled module, and nginx exits if one is missing',
  source: 'load_module of nginx.org/en/docs/ngx_core_module.html; nginx-common of Debian for the folders',
  from: 'files',
  when: ['/etc/nginx/modules-enabled/*.conf'],
  keep: ['/usr/lib/nginx/modules/*.so', '/usr/share/nginx/modules-available/*.conf'],
  strength: 'hard',
};
