import { expect, test } from 'vitest';
import { fuzz } from './fuzz/fuzz.ts';
import { keptInputs } from './kept.ts';
import { TARGETS } from './targets/index.ts';

const SEED = Number(process.env.SEED ?? 1);

// The short form of `make attack`. It begins with the inputs that went wrong once.
test.each(TARGETS.map((target) => [target.name, target] as const))(
  'no input makes %s throw, hang or grow',
  (name, target) => {
    const { faults } = fuzz(target, { inputs: 2000, seed: SEED, kept: keptInputs(name) });
    expect(faults.map(({ what, input }) => `${what}\n${input.toString('latin1')}`)).toEqual([]);
  },
  60_000,
);
