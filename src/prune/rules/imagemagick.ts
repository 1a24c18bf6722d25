import type { Rule } from '../rule.ts';

export const imagemagick: Rule = {
  name: 'imagemagick',
  why: 'every format is a module, which is loaded when an image has it; what is allowed is in a policy file',
  source: 'imagemagick.org/script/resources.php; libmagickcore of Debian for the folders',
  when: ['/**/libMagickCore-*.so.*'],
  keep: ['/usr/lib/*/ImageMagick-*/**', '/usr/share/ImageMagick-*/**', '/etc/ImageMagick-*/**'],
};
