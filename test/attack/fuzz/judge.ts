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

/** Milliseconds of the processor after which an input counts as endless. */
const ENDLESS = 5000;
/** Milliseconds that an empty input may take, and each byte more. */
const LIMIT = { base: 250, byte: 0.02 };
/** Milliseconds below which nothing else is measured: to ask for time and memory takes longer than most inputs. */
const QUICK = 20;
/** Bytes by which the memory of the process may grow for one input. */
const MEMORY = 256 << 20;

/** Gives inputs to a target, one after the other, and ends those that do not end. */
export function judge(target: Target, inputs: readonly Buffer[]): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let begun = 0;
  const all = () => {
    for (let at = verdicts.length; at < inputs.length; at++) {
      begun = spent();
      verdicts.push(attempt(target, inputs[at] ?? Buffer.of()));
    }
  };
  for (let limit = 2 * ENDLESS; !within(limit, all); ) {
    // The one that the end fell on may have begun a moment before, or had to leave the processor to others.
    const time = spent() - begun;
    if (time < ENDLESS) limit *= 2;
    else verdicts.push({ time, refused: false, fault: `does not end within ${ENDLESS} ms` });
  }
  return verdicts;
}

function attempt(target: Target, input: Buffer): Verdict {
  const before = peak();
  const first = once(target, input);
  if (first.fault !== undefined || first.time <= QUICK) return first;
  const grown = peak() - before;
  if (grown > MEMORY) return { ...first, fault: `takes ${grown >> 20} MB` };
  // Again, and on the clock of the processor: others may have kept it, or it compiled, or paid for the garbage of others.
  const again = [0, 1].map(() => onProcessor(() => once(target, input)));
  const time = Math.min(first.time, ...again);
  const limit = (target.time ?? LIMIT.base) + LIMIT.byte * input.length;
  return time <= limit
    ? { ...first, time }
    : { ...first, time, fault: 'takes longer than its length explains' };
}

function once(target: Target, input: Buffer): Verdict {
  const start = performance.now();
  try {
    target.read(input);
    return { time: performance.now() - start, refused: false };
  } catch (error) {
    const verdict = { time: performance.now() - start, refused: target.refuses(error) };
    return verdict.refused ? verdict : { ...verdict, fault: describe(error) };
  }
}

/** Returns the milliseconds of the processor that a call takes. */
function onProcessor(call: () => void): number {
  const start = spent();
  call();
  return spent() - start;
}

/** Returns the milliseconds of the processor that this process had so far. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${String(error)}`;
  const [place = ''] = /\(?\S+:\d+:\d+\)?$/m.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message.slice(0, 200)} ${place}`;
}

/** Returns the bytes that the process had at most so far. */
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
