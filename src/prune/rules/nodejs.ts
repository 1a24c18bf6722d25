import type { Rule } from '../rule.ts';

export const nodejs: Rule = {
  name: 'nodejs',
  why: 'the node of Debian reads some builtin modules from files, and aborts if one is missing',
  source: '`node -p process.config.variables` on Debian: node_builtin_shareable_builtins',
  from: 'files',
  when: ['/usr/bin/node', '/usr/bin/nodejs', '/**/libnode.so.*'],
  keep: [
    '/usr/share/nodejs/{acorn,acorn-walk,amaro,cjs-module-lexer,minimatch,undici}/{,dist/**/}*.{js,wasm}',
  ],
  strength: 'hard',
  exclude: ['/usr/share/nodejs/@types', '/usr/share/nodejs/**/*.{d.ts,d.mts,d.cts,map}'],
  // Upstream's archive, as in the official image, nvm and others, has all of Node in one file.
  anywhere: {
    landmarks: ['{home}/include/node/node.h', '{home}/lib/node_modules/npm/package.json'],
    when: ['{home}/bin/node'],
    keep: [],
    excludeFromData: [
      '{home}/include/node',
      '{home}/share/{doc/node,man/man1/node.1,systemtap}',
      '{home}/{CHANGELOG.md,README.md}',
    ],
  },
};
