import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the frontend as it is shipped, save that the scripted build takes the place of the real one. */
export async function bundleScripted(): Promise<string> {
  const file = `${mkdtempSync(`${tmpdir()}/mib-`)}/frontend.cjs`;
  const replace = {
    name: 'scripted',
    setup(build: import('esbuild').PluginBuild) {
      build.onResolve({ filter: /^\.\/build\.ts$/ }, () => ({ path: here('scripted-build.ts') }));
    },
  };
  await bundle(here('../../frontend/main.ts'), file, [replace]);
  return file;
}
