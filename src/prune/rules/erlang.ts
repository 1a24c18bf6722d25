import type { Rule } from '../rule.ts';

export const erlang: Rule = {
  name: 'erlang',
  why: 'modules are loaded when they are first called, so the applications of Erlang and Elixir stay whole',
  source: 'code(3erl), "interactive mode"; erl(1) for the boot files; erlang-base and elixir of Debian',
  when: ['/usr/lib/erlang/erts-*/bin/beam.smp'],
  keep: [
    '/usr/lib/erlang/lib/*/{ebin,priv}/**',
    '/usr/lib/erlang/{releases/**,bin/*.boot}',
    '/usr/lib/erlang/erts-*/bin/{erl_child_setup,inet_gethost}',
    '/usr/lib/elixir/lib/*/ebin/**',
  ],
};
