import type { Rule } from '../rule.ts';

export const erlang: Rule = {
  name: 'erlang',
  why: 'modules are loaded on their first call, so the applications of Erlang and Elixir stay whole',
  source: 'code(3erl), "interactive mode"; erl(1) for the boot files; erlang-base and elixir of Debian',
  when: ['/usr/lib/erlang/erts-*/bin/beam.smp'],
  keep: [
    '/usr/lib/erlang/lib/*/{ebin,priv}/**',
    '/usr/lib/erlang/{releases/**,bin/*.boot}',
    '/usr/lib/erlang/erts-*/bin/{erl_child_setup,inet_gethost}',
    '/usr/lib/elixir/lib/*/ebin/**',
  ],
  needs: [{ by: '/usr/lib/erlang/erts-*/bin/beam.smp', files: ['/usr/lib/erlang/bin/start.boot'] }],
  // Upstream's `make install`, as in the official image, and releases, which bring their own runtime.
  anywhere: {
    landmarks: ['{home}/erts-*/bin/beam.smp'],
    when: ['{home}/erts-*/bin/*', '{home}/bin/*'],
    keep: ['{home}/lib/*/{ebin,priv,consolidated}/**', '{home}/{releases,bin}/**', '{home}/erts-*/bin/**'],
    exclude: ['{home}/lib/*/{doc,examples}', '{home}/erts-*/{doc,man}', '{home}/man'],
    excludeFromData: [
      '{home}/lib/*-[0-9]*/{src,include,c_src}',
      '{home}/erts-*/{include,lib,src}',
      '{home}/usr/{include,lib/*.a}',
      '{home}/erts-*/bin/{erlc,dialyzer,typer,ct_run,yielding_c_fun}',
    ],
    own: ['{home}/lib/{stdlib,kernel,compiler,erts,tools,observer,common_test}-[0-9]*'],
  },
};
