/** Runs the benchmark: `npm run bench`, RUNS=5. */
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = `${root}dist/bench.cjs`;

await bundle(`${root}test/bench/main.ts`, program);
const { main } = await import(program);
await main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
