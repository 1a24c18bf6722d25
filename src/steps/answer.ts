import { readFileSync } from 'node:fs';
import type { Places } from '../protocol/steps.ts';

/** Runs the step `answer`, which fails with the verdict of a check on the answer to a request, if there is one. */
export async function answer(places: Places<'answer'>): Promise<number> {
  const verdict = readFileSync(places.verdict);
  process.stderr.write(verdict);
  return verdict.length === 0 ? 0 : 1;
}
