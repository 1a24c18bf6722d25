import type { Rule } from '../rule.ts';

export const npm: Rule = {
  name: 'npm',
  why: 'a package manager is kept only where it is started, because it is not part of what it installed',
  source:
    'npm documentation, "folders": global modules; the release archives of Node.js have npm and corepack',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/lib/node_modules/{npm,corepack}/package.json'],
    when: [
      '{home}/bin/{npm,npx,corepack}',
      '{home}/lib/node_modules/{npm/bin/*-cli.js,corepack/dist/corepack.js}',
    ],
    keep: ['{home}/lib/node_modules/{npm,corepack}/**'],
    excludeFromData: ['{home}/lib/node_modules/npm/{docs,man}'],
    governs: ['{home}/lib/node_modules/{npm,corepack}', '{home}/bin/{npm,npx,corepack}'],
  },
};
