/**
 * How large the images of the family are: `node scripts/sizes.mjs [IMAGE…]`, after `docker buildx bake [IMAGE…]`. Reads them from the
 * engine, writes what a registry would send into the table of each one's README, and all of these into README.md.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bakeTargets } from './bake.mjs';
import { imageSizes } from './saved.mjs';
import { fillIn, overview, readTable } from './size-table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, 'utf8');
const readmeOf = (image) => `images/${image}/README.md`;

for (const [name, { tags }] of Object.entries(await bakeTargets(process.argv.slice(2)))) {
  const sizes = await imageSizes(tags[0]);
  writeFileSync(`${root}${readmeOf(name)}`, fillIn(read(readmeOf(name)), sizes));
}
const tables = readdirSync(`${root}images`).map((name) => [name, readTable(read(readmeOf(name)))]);
const { text, table } = overview(read('README.md'), tables);
writeFileSync(`${root}README.md`, text);
console.log(table);
