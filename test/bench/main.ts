/** Measures what mib takes: `make bench`, `npm run bench`; PARTS='nginx million' for some, RUNS=3 for less patience. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { application } from './application.ts';
import { fromSource } from './build.ts';
import { million } from './million.ts';
import { nginx } from './nginx.ts';
import { outdated } from './outdated.ts';
import { platforms } from './platforms.ts';
import { pruning } from './pruning.ts';
import { readParts, readRuns, refuseForeignEngine } from './settings.ts';

const PARTS = [nginx, application, outdated, pruning, platforms, fromSource, million];
const FOLDER = '.cache/bench';

export async function main(): Promise<void> {
  const runs = readRuns();
  const parts = readParts(PARTS);
  refuseForeignEngine();
  mkdirSync(FOLDER, { recursive: true });
  for (const part of parts) {
    const { text, results } = await part.measure(runs);
    const file = `${FOLDER}/${part.name}.json`;
    writeFileSync(file, `${JSON.stringify(results, rounded, 2)}\n`);
    console.log(`\n${text}\n\nevery run: ${file}`);
  }
}

/** Milliseconds are enough. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
