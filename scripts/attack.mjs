/** Runs the fuzzers: `make attack`; INPUTS=2000 for fewer inputs, SEED=7 for others, FUZZ='elf tar' for some. */
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await bundle(`${root}test/attack/fuzz-one.ts`, `${root}dist/fuzz-one.cjs`);
await bundle(`${root}test/attack/main.ts`, `${root}dist/attack.cjs`);
const { main } = await import(`${root}dist/attack.cjs`);
await main();
