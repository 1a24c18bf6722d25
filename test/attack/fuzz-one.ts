/** Fuzzes one target, and prints what came of it as JSON: `node fuzz-one.cjs NAME INPUTS SEED`. */
import { basename } from 'node:path';
import { startCoverage } from './fuzz/coverage.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { keptInputs } from './kept.ts';
import type { Report } from './report.ts';
import { TARGETS } from './targets/index.ts';

const [, program = '', name = '', inputs, seed] = process.argv;
// Readers throw often, and V8 takes long to describe a whole stack. A fault names the place that throws.
Error.stackTraceLimit = 1;
const target = TARGETS.find((each) => each.name === name);
if (target === undefined) throw new Error(`there is no target ${name}`);
const coverage = startCoverage(basename(program));
const kept = keptInputs(name);
const { faults, ...outcome } = fuzz(target, { inputs: Number(inputs), seed: Number(seed), kept, coverage });
const { user, system } = process.cpuUsage();
const report: Report = {
  name,
  ...outcome,
  kept: kept.length,
  blocks: coverage.blocks(),
  seconds: (user + system) / 1e6,
  memory: process.resourceUsage().maxRSS / 1024,
  faults: faults.map(({ what, input }) => ({ what, input: input.toString('base64') })),
};
console.log(JSON.stringify(report));
