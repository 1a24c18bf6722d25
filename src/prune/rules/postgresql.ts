import type { Rule } from '../rule.ts';

export const postgresql: Rule = {
  name: 'postgresql',
  why: 'the server loads extensions, dictionaries and time zone names from its own folders',
  source:
    'pg_config(1) PKGLIBDIR and SHAREDIR; "JIT" of the manual: without llvmjit.so the server does not compile',
  when: ['/usr/lib/postgresql/*/bin/postgres'],
  keep: ['/usr/lib/postgresql/*/lib/**', '/usr/share/postgresql/*/**'],
  // 100 MB of LLVM for one optional optimisation.
  leave: ['/usr/lib/postgresql/*/lib/{llvmjit*,bitcode}'],
};
