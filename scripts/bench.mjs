/** Runs the benchmark: `npm run bench`, RUNS=5, PARTS='nginx million'. */
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = `${root}dist/bench.cjs`;

await bundle(`${root}test/bench/main.ts`, program);
await bundle(`${root}test/bench/prune-once.ts`, `${root}dist/bench-prune.cjs`);
const { main } = await import(program);
await main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
});
