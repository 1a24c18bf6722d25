/**
 * How large the images of the family are: `node scripts/sizes.mjs [IMAGE…]`, after `docker buildx bake [IMAGE…]`. Reads them from the
 * engine, writes what a registry would send into the table of each one's README, and all of these into README.md. With `--published` it
 * reads those of the registry, and writes nothing. The exit status is 1 where one is more than a tenth off what its README said.
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

const published = process.argv[2] === '--published';
const drifted = [];
for (const [name, { tags, output }] of Object.entries(
  await bakeTargets(process.argv.slice(published ? 3 : 2)),
)) {
  // What was not named is built for another, and not kept.
  if (output?.some(({ type }) => type === 'cacheonly')) continue;
  const sizes = await (published ? publishedSizes : imageSizes)(tags[0]);
  const text = read(readmeOf(name));
  for (const each of drift(text, sizes)) drifted.push(`${name}: ${each}`);
  if (!published) writeFileSync(`${root}${readmeOf(name)}`, fillIn(text, sizes));
}
if (!published) writeOverview();
if (drifted.length > 0) {
  console.error(`not the size any more that was written, find out why:\n  ${drifted.join('\n  ')}`);
  process.exitCode = 1;
}

function writeOverview() {
  const tables = readdirSync(`${root}images`).map((name) => [name, readTable(read(readmeOf(name)))]);
  const { text, table } = overview(read('README.md'), tables);
  writeFileSync(`${root}README.md`, text);
  console.log(table);
}
