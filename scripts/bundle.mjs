/** How a program of ours becomes one file. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const nothing = fileURLToPath(new URL('nothing.cjs', import.meta.url));

/**
 * Bundles `entry` into `outfile`, readable, with a source map and the licences of what went in beside it.
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
    // grpc-js asks for it only to describe itself to debuggers (channelz, ORCA), which is off.
    alias: { '@grpc/proto-loader': nothing },
    logLevel: 'warning',
    plugins,
  });
}
