/** Makes dist/: the programs that go into the frontend image. */
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import './generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const programs = { 'frontend.cjs': 'frontend/main.ts', 'steps.cjs': 'src/steps/main.ts' };

await Promise.all(
  Object.entries(programs).map(([program, entry]) => bundle(root + entry, `${root}dist/${program}`)),
);
