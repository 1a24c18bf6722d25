import type { Rule } from '../rule.ts';

export const rust: Rule = {
  name: 'rust',
  why: 'a program that the toolchain built does not need it',
  source:
    'rust-lang.github.io/rustup "Environment variables": RUSTUP_HOME, CARGO_HOME; doc.rust-lang.org/cargo "Cargo Home"',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/toolchains/*/bin/rustc'],
    when: ['{home}/toolchains/*/bin/*'],
    keep: ['{home}/**'],
    exclude: ['{home}/toolchains/*/share/{doc,man}', '{home}/{downloads,tmp}'],
    governs: ['{home}/toolchains', '{home}/update-hashes'],
  },
};
