/** Runs the survey of programs: `npm run survey`. */
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = `${root}dist/survey.cjs`;

await bundle(`${root}test/survey/main.ts`, program);
const { main } = await import(program);
await main().catch((error) => {
  console.error(`survey: ${error.message}`);
  process.exitCode = 1;
});
