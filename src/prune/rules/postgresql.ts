import type { Rule } from '../rule.ts';

export const postgresql: Rule = {
  name: 'postgresql',
  why: 'the server loads extensions, dictionaries and time zone names from its own folders',
  source:
    'pg_config(1) PKGLIBDIR and SHAREDIR; "JIT" of the manual: without llvmjit.so the server does not compile',
  when: ['/usr/lib/postgresql/*/bin/postgres'],
  // initdb, pg_ctl and archive_command go through a shell.
  keep: ['/usr/lib/postgresql/*/lib/**', '/usr/share/postgresql/*/**', '/usr/bin/sh'],
  // 100 MB of LLVM for one optional optimisation; and what extensions are built with.
  leave: ['/usr/lib/postgresql/*/lib/{llvmjit*,bitcode,pgxs}'],
};
