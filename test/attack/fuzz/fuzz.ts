import { createHash } from 'node:crypto';
import type { Coverage } from './coverage.ts';
import { mutateJson } from './json.ts';
import { judge } from './judge.ts';
import { mutate } from './mutate.ts';
import { type Random, randomFrom } from './random.ts';
import type { Target } from './target.ts';

export interface Settings {
  readonly inputs: number;
  /** The same seed gives the same inputs. */
  readonly seed: number;
  /** Inputs that went wrong once. */
  readonly kept: readonly Buffer[];
  /** With it, those of the first inputs that reach something new are mutated further. */
  readonly coverage?: Coverage;
}

/** Fault is an input for which something is wrong. */
export interface Fault {
  readonly what: string;
  /** As small as it could be made. */
  readonly input: Buffer;
}

export interface Outcome {
  readonly inputs: number;
  /** How many of them were refused. */
  readonly refused: number;
  /** How many inputs others are made from. */
  readonly corpus: number;
  /** Milliseconds of the input that took the longest. */
  readonly slowest: number;
  readonly faults: readonly Fault[];
}

const MOST_FAULTS = 8;
const BATCH = 200;
/** How many inputs are guided by coverage: more find little, and V8 runs without it many times faster. */
const GUIDED = 1500;
/** Milliseconds. */
const SLOW = 20;

/** Gives a target many inputs: those kept, the seeds, and mutations of these. */
export function fuzz(target: Target, { inputs, seed, kept, coverage }: Settings): Outcome {
  const random = randomFrom(seed ^ createHash('sha256').update(target.name).digest().readInt32LE());
  const words = target.words.map((word) => Buffer.from(word as string));
  const corpus: Buffer[] = [...target.seeds().map((each) => Buffer.from(each as string))];
  const waiting = [...kept, ...corpus];
  const change = target.isJson === true ? mutateJson : mutate;
  const next = () => waiting.shift() ?? change(favourite(corpus, random), random, words, random.pick(corpus));
  const faults = new Map<string, Fault>();
  let [done, refused, slowest] = [0, 0, 0];
  while (done < inputs && faults.size < MOST_FAULTS) {
    const guide = done < GUIDED ? coverage : undefined;
    const batch = Array.from({ length: guide ? 1 : Math.min(BATCH, inputs - done) }, next);
    const verdicts = judge(target, batch);
    for (const [at, verdict] of verdicts.entries()) {
      slowest = Math.max(slowest, verdict.time);
      if (verdict.refused) refused++;
      if (verdict.fault === undefined || faults.has(keyOf(verdict.fault))) continue;
      faults.set(keyOf(verdict.fault), smallest(target, verdict.fault, batch[at] ?? Buffer.of()));
    }
    // What is made of a slow input is slow, too.
    if (guide?.hasFresh() === true) corpus.push(...batch.filter((_, at) => (verdicts[at]?.time ?? 0) < SLOW));
    done += batch.length;
    if (done >= GUIDED) guide?.stop();
  }
  return { inputs: done, refused, slowest, corpus: corpus.length, faults: [...faults.values()] };
}

/** Half of the time one of those found last: little has been made of them. */
function favourite(corpus: readonly Buffer[], random: Random): Buffer {
  return random.pick(random.below(2) === 0 ? corpus : corpus.slice(-16));
}

/** The same fault has the same words, but for numbers. */
function keyOf(fault: string): string {
  return fault.replaceAll(/\d+/g, 'N').replaceAll(/"[^"]*"/g, '""');
}

const MOST_ATTEMPTS = 400;
const MOST_TIME = 20_000;

/** Leaves out parts of an input, as long as the same fault remains. */
function smallest(target: Target, what: string, input: Buffer): Fault {
  const until = performance.now() + MOST_TIME;
  let best = input;
  let attempts = 0;
  for (let size = best.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < best.length && attempts < MOST_ATTEMPTS && performance.now() < until; attempts++) {
      const fewer = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      const [verdict] = judge(target, [fewer]);
      if (verdict?.fault !== undefined && keyOf(verdict.fault) === keyOf(what)) best = fewer;
      else at += size;
    }
  }
  return { what, input: best };
}
