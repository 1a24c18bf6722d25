import { readFileSync } from 'node:fs';
import type { Requests } from '../protocol/steps.ts';

/** Reads what src/compile asks of a step. */
export function readRequest<Step extends keyof Requests>(path: string): Requests[Step] {
  return JSON.parse(readFileSync(path, 'utf8'));
}
