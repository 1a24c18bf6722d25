/** Surveys programs of Debian: `make survey`; SURVEY='jq curl' surveys some anew, COUNT=20 chooses fewer. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readArchive } from './archive.ts';
import { type Result, survey } from './one.ts';
import { choose } from './select.ts';
import { tableOf } from './table.ts';

const FOLDER = '.cache/survey';
const MOST = 300;

export async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { index, everywhere, programs } = await readArchive(`${FOLDER}/archive`);
  const chosen = choose(index, everywhere, programs, Number(process.env.COUNT ?? MOST));
  const anew = new Set(process.env.SURVEY?.split(/[ ,]+/));
  const results: Result[] = [];
  for (const one of chosen) {
    const file = `${FOLDER}/${one.name}.json`;
    if (!existsSync(file) || anew.has(one.name)) {
      const result = await survey(one);
      writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`);
      console.log(`${one.name}: ${result.outcome}`);
    }
    results.push(JSON.parse(readFileSync(file, 'utf8')));
  }
  const table = tableOf(results);
  writeFileSync(`${FOLDER}/table.md`, table);
  console.log(`\n${table}\nevery answer: ${FOLDER}/`);
}
