import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the frontend as it is shipped, with the scripted build in place of the real one. */
export function bundleScripted(): Promise<string> {
  return bundleWith(/^\.\/build\.ts$/, 'scripted-build.ts');
}

/** Bundles the frontend as it is shipped, with the fake builder image in place of the real one. */
export function bundleWhole(): Promise<string> {
  return bundleWith(/\/builder\.ts$/, 'builder.ts');
}

async function bundleWith(filter: RegExp, replacement: string): Promise<string> {
  const file = `${mkdtempSync(`${tmpdir()}/mib-`)}/frontend.cjs`;
  const replace = {
    name: 'replace',
    setup(build: import('esbuild').PluginBuild) {
      build.onResolve({ filter }, () => ({ path: here(replacement) }));
    },
  };
  await bundle(here('../../frontend/main.ts'), file, [replace]);
  return file;
}
