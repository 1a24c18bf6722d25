/** Fuzzes all targets, as many at a time as the machine has processors, and prints a table. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Report, reportTable } from './report.ts';
import { TARGETS } from './targets/index.ts';

/** Megabytes of the heap. A target that needs more than that dies. */
const HEAP = 768;
/** Where inputs that went wrong are left; `test/attack/corpus` keeps them. */
const FOUND = '.cache/attack';

/** Those that take the longest come first, so that no processor waits for one at the end. */
const LONGEST: readonly string[] = ['imagefile', 'shell', 'lock', 'packages'];

export async function main(): Promise<void> {
  const { INPUTS = '100000', SEED = '1', FUZZ: chosen = '' } = process.env;
  const names = TARGETS.map(({ name }) => name).filter(
    (name) => chosen === '' || chosen.split(/\s+/).includes(name),
  );
  console.log(`fuzzing ${names.join(', ')}: ${INPUTS} inputs each, SEED=${SEED}`);
  const start = performance.now();
  const waiting = [...new Set([...LONGEST.filter((name) => names.includes(name)), ...names])];
  const reports: Report[] = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const report = await fuzzed(name, INPUTS, SEED);
      console.log(`${name}: ${Math.ceil(report.seconds)} s, faults: ${report.faults.length}`);
      reports.push(report);
      for (const fault of report.faults) keep(name, fault);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const order = (report: Report) => names.indexOf(report.name);
  console.log(`\n${reportTable(reports.sort((a, b) => order(a) - order(b)))}`);
  console.log(`${Math.ceil((performance.now() - start) / 60_000)} minutes`);
  if (reports.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

/** Fuzzes a target in a process of its own, which may die. */
function fuzzed(name: string, inputs: string, seed: string): Promise<Report> {
  const program = 'dist/fuzz-one.cjs';
  const args = [`--max-old-space-size=${HEAP}`, program, name, inputs, seed];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      resolve(status === 0 ? JSON.parse(said) : died(name, `ended with ${signal ?? status}`));
    });
  });
}

function died(name: string, what: string): Report {
  const nothing = { inputs: 0, refused: 0, corpus: 0, slowest: 0, kept: 0, blocks: 0, seconds: 0, memory: 0 };
  return { name, ...nothing, faults: [{ what, input: '' }] };
}

function keep(name: string, { what, input }: Report['faults'][number]): void {
  const bytes = Buffer.from(input, 'base64');
  const file = join(FOUND, name, createHash('sha256').update(bytes).digest('hex').slice(0, 12));
  mkdirSync(join(FOUND, name), { recursive: true });
  writeFileSync(file, bytes);
  console.log(`${name}: ${what}\n  ${file}`);
}
