import type { Rule } from '../rule.ts';

export const musl: Rule = {
  name: 'musl',
  why: 'the loader of musl reads its search path from a file that no other file names',
  source: 'musl ldso/dynlink.c, load_library: /etc/ld-musl-ARCH.path',
  from: 'files',
  when: ['/**/ld-musl-*.so.1', '/**/*-linux-musl*/libc.so'],
  keep: ['/etc/ld-musl-*.path'],
  strength: 'hard',
};
