import type { Rule } from '../rule.ts';

export const musl: Rule = {
  name: 'musl',
  why: "musl's loader reads its search path from a file of its own, and no other of the tree's files names that",
  source: 'musl ldso/dynlink.c, load_library: /etc/ld-musl-ARCH.path',
  from: 'files',
  when: ['/**/ld-musl-*.so.1', '/**/*-linux-musl*/libc.so'],
  keep: ['/etc/ld-musl-*.path'],
  strength: 'hard',
};
