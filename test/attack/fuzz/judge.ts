import { Script } from 'node:vm';
import type { Target } from './target.ts';

/** Verdict says what a target made of an input. */
export interface Verdict {
  /** Milliseconds of the processor. */
  readonly time: number;
  readonly refused: boolean;
  /** What is wrong, if something is. */
  readonly fault?: string;
}

/** Milliseconds after which an input counts as endless. */
const ENDLESS = 5000;
/** Milliseconds that an empty input may take, and each byte more. */
const LIMIT = { base: 250, byte: 0.02 };
/** Bytes by which the memory of the process may grow for one input. */
const MEMORY = 256 << 20;

/** Gives inputs to a target, one after the other, and ends those that do not end. */
export function judge(target: Target, inputs: readonly Buffer[]): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let begun = 0;
  const all = () => {
    for (let at = verdicts.length; at < inputs.length; at++) {
      begun = performance.now();
      verdicts.push(attempt(target, inputs[at] ?? Buffer.of()));
    }
  };
  while (verdicts.length < inputs.length) {
    if (within(2 * ENDLESS, all)) break;
    // The one that the end fell on may have begun a moment before.
    const time = performance.now() - begun;
    if (time >= ENDLESS) verdicts.push({ time, refused: false, fault: `does not end within ${ENDLESS} ms` });
  }
  return verdicts;
}

function attempt(target: Target, input: Buffer): Verdict {
  const before = peak();
  const first = once(target, input);
  if (first.fault !== undefined) return first;
  const grown = peak() - before;
  if (grown > MEMORY) return { ...first, fault: `takes ${grown >> 20} MB` };
  const limit = (target.time ?? LIMIT.base) + LIMIT.byte * input.length;
  if (first.time <= limit) return first;
  // Once more: it may have been compiled, or paid for the garbage of others.
  const time = Math.min(first.time, once(target, input).time, once(target, input).time);
  return time <= limit
    ? { ...first, time }
    : { ...first, time, fault: 'takes longer than its length explains' };
}

function once(target: Target, input: Buffer): Verdict {
  const start = process.cpuUsage();
  const end = (refused: boolean, fault?: string) => {
    const { user, system } = process.cpuUsage(start);
    const time = (user + system) / 1000;
    return fault === undefined ? { time, refused } : { time, refused, fault };
  };
  try {
    target.read(input);
    return end(false);
  } catch (error) {
    return target.refuses(error) ? end(true) : end(false, describe(error));
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  const [place = ''] = /\(?\S+:\d+:\d+\)?$/m.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message.slice(0, 200)} ${place}`;
}

/** Bytes that the process had at most so far. */
function peak(): number {
  return process.resourceUsage().maxRSS * 1024;
}

const SCRIPT = new Script('globalThis.mibAttempt()');

/** Calls a function, and ends it after a time: only V8 itself can end a loop. @returns whether it ended by itself */
function within(milliseconds: number, call: () => void): boolean {
  Object.assign(globalThis, { mibAttempt: call });
  try {
    SCRIPT.runInThisContext({ timeout: milliseconds });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return false;
    throw error;
  }
}
