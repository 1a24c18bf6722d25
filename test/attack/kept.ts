import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where inputs that went wrong are kept: a folder for each target. */
const CORPUS = 'test/attack/corpus';

/** Returns the kept inputs of a target, by the names of their files. */
export function keptInputs(target: string): readonly Buffer[] {
  const folder = join(CORPUS, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name)));
}
