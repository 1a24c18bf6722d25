import { shell } from './servers.ts';
import type { CheckTree } from './tree.ts';

/** Writes `up` once it listens to SIGUSR1, and says goodbye when that comes. */
export const POLITE = shell('trap "echo bye; exit" USR1; echo is up; touch up; while :; do sleep 0.01; done');

export interface Start {
  readonly daemon?: string;
  readonly ready: string;
  readonly limit?: number;
  readonly signal?: string;
  readonly probe?: string;
}

/** Runs a check of a daemon in the gate. */
export function start(
  tree: CheckTree,
  { daemon = 'sleep 60', ready, limit = 60, signal = 'TERM', probe }: Start,
) {
  const words = ['gate', 'start', String(limit), signal, ready, daemon];
  return tree.run(probe === undefined ? words : [...words, probe]);
}
