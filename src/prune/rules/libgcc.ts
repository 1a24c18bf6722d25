import type { Rule } from '../rule.ts';

export const libgcc: Rule = {
  name: 'libgcc',
  why: 'glibc opens libgcc_s when a thread is cancelled or exits, and aborts if it is missing',
  source:
    'glibc sysdeps/nptl/pthread unwind code: "libgcc_s.so.1 must be installed for pthread_cancel to work"',
  from: 'files',
  when: ['/**/libc.so.6'],
  keep: ['/{usr/lib,lib}{,/*}/libgcc_s.so.1'],
  strength: 'hard',
};
