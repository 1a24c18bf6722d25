/** Builds the page of `--target report`: one file, without its data. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}src/report-page`;

/** Returns the template. `{{title}}` and `{{contents}}` in it are filled later. */
export async function pageTemplate() {
  const bundled = ['main.ts', 'style.css'].map((entry) => bundle(`${source}/${entry}`));
  const [script, style] = await Promise.all(bundled);
  const values = {
    script,
    style,
    'script-hash': hash(script),
    'style-hash': hash(style),
    licence: readFileSync(`${root}node_modules/d3-hierarchy/LICENSE`, 'utf8'),
  };
  return readFileSync(`${source}/index.html`, 'utf8').replace(
    /\{\{([a-z-]+)\}\}/g,
    (whole, name) => values[name] ?? whole,
  );
}

/** Bundles a file for browsers of 2022 and later. */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [{ text }] = outputFiles;
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${entry} would end its own element`);
  return text;
}

/** Returns a digest as a Content-Security-Policy writes it. */
function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
