/** Generates the parts of docs/ that come from the Imagefile's schema: `npm run docs`. A test fails if they are out of date. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = `${root}dist/documents.cjs`;

await bundle(`${root}src/imagefile/schema/documents.ts`, program);
const { documents } = await import(program);
for (const [name, text] of Object.entries(documents())) writeFileSync(`${root}docs/${name}`, text);
