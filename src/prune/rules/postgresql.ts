import type { Rule } from '../rule.ts';

export const postgresql: Rule = {
  name: 'postgresql',
  why: 'the server loads extensions and dictionaries from its own folders, and time zones from the system',
  source:
    'pg_config(1) PKGLIBDIR, SHAREDIR, --with-system-tzdata; "JIT" of the manual: without llvmjit.so nothing is compiled',
  when: ['/usr/lib/postgresql/*/bin/postgres'],
  // initdb, pg_ctl and archive_command start a shell.
  keep: [
    '/usr/lib/postgresql/*/lib/**',
    '/usr/share/postgresql/*/**',
    '/usr/share/zoneinfo/**',
    '/usr/bin/sh',
  ],
  needs: [
    { by: '/usr/lib/postgresql/*/bin/postgres', files: ['/usr/share/postgresql/*/timezonesets/Default'] },
  ],
  // 100 MB of LLVM for one optional optimisation, and files to build extensions.
  exclude: ['/usr/lib/postgresql/*/lib/{llvmjit*,bitcode,pgxs}'],
};
