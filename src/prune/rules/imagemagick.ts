import type { Rule } from '../rule.ts';

export const imagemagick: Rule = {
  name: 'imagemagick',
  why: 'every format is a module that is loaded on demand, and a policy file restricts what is allowed',
  source: 'imagemagick.org/script/resources.php; libmagickcore of Debian for the folders',
  when: ['/**/libMagickCore-*.so.*'],
  keep: ['/usr/lib/*/ImageMagick-*/**', '/usr/share/ImageMagick-*/**', '/etc/ImageMagick-*/**'],
};
