/** Creates dist/: the programs of the frontend image, and the template of the report page. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import './generate.mjs';
import { pageTemplate } from './page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = { 'frontend.cjs': 'frontend/main.ts', 'steps.cjs': 'src/steps/main.ts' };

await mkdir(`${root}dist`, { recursive: true });
await Promise.all([
  ...Object.entries(programs).map(([program, entry]) => bundle(root + entry, `${root}dist/${program}`)),
  writeFile(`${root}dist/report.html`, await pageTemplate()),
]);
