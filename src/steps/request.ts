import { readFileSync } from 'node:fs';
import type { Requests } from '../protocol/steps.ts';

/** Reads the request that src/compile wrote for a step. */
export function readRequest<Step extends keyof Requests>(path: string): Requests[Step] {
  return JSON.parse(readFileSync(path, 'utf8'));
}
