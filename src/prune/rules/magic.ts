import type { Rule } from '../rule.ts';

export const magic: Rule = {
  name: 'magic',
  why: 'libmagic recognizes no file type without its compiled database, which has several names',
  source: 'magic(5), libmagic(3) MAGIC; libmagic-mgc of Debian for the links',
  from: 'files',
  when: ['/**/libmagic.so.*'],
  keep: ['/usr/lib/file/magic.mgc', '/usr/share/{misc,file}/magic*', '/etc/magic{,.mime}'],
  strength: 'hard',
};
