import type { Rule } from '../rule.ts';

export const golang: Rule = {
  name: 'golang',
  why: 'a program that the toolchain built does not need it, except for its archive of time zones',
  source: 'go.dev/doc/install; runtime.GOROOT and time.LoadLocation of pkg.go.dev',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/pkg/tool/*/compile'],
    when: ['{home}/bin/go'],
    keep: ['{home}/**'],
    exclude: ['{home}/{doc,test}'],
    governs: ['{home}/{api,bin,doc,misc,pkg,src,test}', '{home}/lib/{fips140,hg,wasm}'],
  },
};
