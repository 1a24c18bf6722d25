/**
 * Measures the images of images/: `node scripts/sizes.mjs [IMAGE…]`, after `docker buildx bake [IMAGE…]`. It reads them from the
 * engine, and writes their compressed sizes into the README of each image and into README.md. With `--published`, it reads them
 * from the registry and writes nothing. The exit status is 1 if a size differs from its README by more than a tenth.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bakeTargets } from './bake.mjs';
import { publishedSizes } from './published.mjs';
import { imageSizes } from './saved.mjs';
import { drift, fillIn, overview, readTable } from './size-table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, 'utf8');
const readmeOf = (image) => `images/${image}/README.md`;

/** @returns a line for each size that drifted */
async function main([option, ...names]) {
  const isPublished = option === '--published';
  const asked = isPublished || option === undefined ? names : [option, ...names];
  const drifted = [];
  for (const [name, { tags, output }] of Object.entries(await bakeTargets(asked))) {
    // A target that was not named is built for another one, and not kept.
    if (output?.some(({ type }) => type === 'cacheonly')) continue;
    const sizes = await (isPublished ? publishedSizes : imageSizes)(tags[0]);
    const text = read(readmeOf(name));
    for (const each of drift(text, sizes)) drifted.push(`${name}: ${each}`);
    if (!isPublished) writeFileSync(`${root}${readmeOf(name)}`, fillIn(text, sizes));
  }
  if (!isPublished) writeOverview();
  return drifted;
}

function writeOverview() {
  const tables = readdirSync(`${root}images`).map((name) => [name, readTable(read(readmeOf(name)))]);
  const { text, table } = overview(read('README.md'), tables);
  writeFileSync(`${root}README.md`, text);
  console.log(table);
}

try {
  const drifted = await main(process.argv.slice(2));
  if (drifted.length > 0)
    throw new Error(`the sizes differ from those in the READMEs; find out why:\n  ${drifted.join('\n  ')}`);
} catch (error) {
  console.error((error.stderr || error.message).trimEnd());
  process.exitCode = 1;
}
