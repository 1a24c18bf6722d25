import type { Rule } from '../rule.ts';

export const gio: Rule = {
  name: 'gio',
  why: 'GIO loads TLS, proxies and settings from modules, and aborts if a settings schema is missing',
  source:
    'gio-querymodules(1), g_settings_new() of the GIO reference; libglib2.0-0t64 of Debian for the folders',
  from: 'files',
  when: ['/**/libgio-2.0.so.*'],
  keep: [
    '/usr/lib/*/gio/modules/**',
    '/usr/share/glib-2.0/schemas/gschemas.compiled',
    '/etc/dconf/profile/**',
  ],
};
