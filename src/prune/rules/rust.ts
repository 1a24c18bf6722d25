import type { Rule } from '../rule.ts';

export const rust: Rule = {
  name: 'rust',
  why: 'the toolchain is one thing, which a program that it built does without',
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
