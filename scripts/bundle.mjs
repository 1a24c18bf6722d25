/** Bundles a program into one file. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const nothing = fileURLToPath(new URL('nothing.cjs', import.meta.url));

/**
 * Bundles `entry` into `outfile`, not minified, with a source map and the licences of the dependencies beside it.
 *
 * @param {string} entry
 * @param {string} outfile
 * @param {import('esbuild').Plugin[]} [plugins]
 */
export async function bundle(entry, outfile, plugins = []) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    legalComments: 'linked',
    // grpc-js needs it only for channelz and ORCA, which are off.
    alias: { '@grpc/proto-loader': nothing },
    logLevel: 'warning',
    plugins,
  });
}
