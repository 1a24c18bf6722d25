/**
 * Generates gen/buildkit.js and gen/buildkit.d.ts from proto/. It does nothing if the digest of all inputs is unchanged;
 * mtimes mean little after a checkout.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('..', import.meta.url));
const inputs = [
  ...readdirSync(`${root}proto`)
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => `${root}proto/${name}`),
  fileURLToPath(import.meta.url),
  require.resolve('protobufjs-cli/package.json'),
];
const stampPath = `${root}gen/stamp`;
const stamp = inputs
  .reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256'))
  .digest('hex');

if (stamp === read(stampPath)) {
  console.error('gen/ is up to date');
} else {
  mkdirSync(`${root}gen`, { recursive: true });
  await generate();
  writeFileSync(stampPath, stamp);
  console.error('gen/buildkit.js generated from proto/');
}

async function generate() {
  const javascript = `${root}gen/buildkit.js`;
  const declarations = `${root}gen/buildkit.d.ts`;
  const options = {
    target: 'static-module',
    wrap: 'esm',
    dependency: '../src/llb/runtime.ts',
    path: `${root}proto`,
    out: javascript,
  };
  const flags = ['force-number', 'keep-case', 'dts', 'no-create', 'no-verify', 'no-convert', 'no-delimited'];
  flags.push('no-typeurl', 'no-service');
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  await promisify(require('protobufjs-cli/pbjs.js').main)([
    ...args,
    ...flags.map((flag) => `--${flag}`),
    `${root}proto/gateway.proto`,
  ]);
  // pbjs writes the same import into both files; the declarations need protobufjs's own types, and no Long.
  const text = readFileSync(declarations, 'utf8')
    .replace(options.dependency, 'protobufjs/minimal.js')
    .replace('import Long = require("long");\n', '');
  writeFileSync(declarations, text);
}

/** @returns {string | undefined} the text of a file, if it exists */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
