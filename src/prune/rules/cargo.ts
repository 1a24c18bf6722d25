import type { Rule } from '../rule.ts';

export const cargo: Rule = {
  name: 'cargo',
  why: 'the build tools are not part of a program that they built, but other programs that cargo installed are',
  source: 'doc.rust-lang.org/cargo "Cargo Home": bin, registry, git; rustup for the names of its proxies',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/bin/rustup'],
    when: ['{home}/bin/{cargo,rustc,rustup}'],
    keep: ['{home}/bin/{cargo*,clippy-driver,rust*}'],
    exclude: ['{home}/{registry,git}'],
    governs: [
      '{home}/bin/{cargo,cargo-clippy,cargo-fmt,cargo-miri,clippy-driver,rls,rust-analyzer}',
      '{home}/bin/{rust-gdb,rust-gdbgui,rust-lldb,rustc,rustdoc,rustfmt,rustup}',
    ],
  },
};
