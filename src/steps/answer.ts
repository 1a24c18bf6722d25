import { readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';

/** The step `answer`: fails with what a check had to say about the answer to a request. */
export async function answer(places: Places<'answer'>): Promise<number> {
  const verdict = readFileSync(places.verdict);
  process.stderr.write(verdict);
  return verdict.length === 0 ? 0 : 1;
}
