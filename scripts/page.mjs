/** The page of `--target report`: one file, but for what it is to show. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}src/report-page`;

/** Makes the template, in which `{{title}}` and `{{contents}}` are left to be filled. */
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

/** What a browser since 2022 understands. */
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

/** As a Content-Security-Policy names what may run. */
function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
