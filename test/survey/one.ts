/** Surveys one package: builds it full and thin, and does the same with both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, docker } from '../bench/docker.ts';
import { commandsFor, VERSION_OPTIONS } from './commands.ts';
import { type Difference, differences } from './compare.ts';
import { manualOf, observe } from './observe.ts';
import type { Chosen } from './select.ts';

/** A package whose first programs all refuse their options is left. */
const MOST_PROGRAMS = 6;

export interface Result extends Chosen {
  readonly outcome: 'same' | 'different' | 'no check' | 'not built';
  /** The program that was used, and the option of its check. */
  readonly program?: string;
  readonly option?: string;
  readonly commands?: number;
  readonly differences?: readonly Difference[];
  /** Why it was not built. */
  readonly message?: string;
}

export async function survey(chosen: Chosen): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'mib-survey-'));
  const full = `mib-survey/${chosen.name}:full`;
  const thin = `mib-survey/${chosen.name}:thin`;
  try {
    return await compareBoth(chosen, folder, full, thin);
  } catch (error) {
    return { ...chosen, outcome: 'not built', message: (error as Error).message };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const image of [full, thin]) await docker('image', 'rm', '--force', image).catch(() => undefined);
  }
}

async function compareBoth(chosen: Chosen, folder: string, full: string, thin: string): Promise<Result> {
  await make(chosen, folder, full, 'fat', ['prune: none']);
  const works = await firstThatWorks(full, chosen.programs.slice(0, MOST_PROGRAMS));
  if (works === undefined) return { ...chosen, outcome: 'no check' };
  const { program, option, help } = works;
  await make(chosen, folder, thin, 'thin', [
    `entry: ${program}`,
    'check:',
    `  - run: [${program}, ${option}]`,
  ]);
  const commands = commandsFor(program, help, await manualOf(full, program));
  const [first, second] = [await observe(full, commands), await observe(full, commands)];
  const found = differences(first, second, await observe(thin, commands));
  const outcome = found.length === 0 ? 'same' : 'different';
  return { ...chosen, outcome, program, option, commands: commands.length, differences: found };
}

/** Finds a program with an option that it ends with 0 for, and reads its help. */
async function firstThatWorks(image: string, programs: readonly string[]) {
  const tries = programs.flatMap((program) => VERSION_OPTIONS.map((option) => ({ program, option })));
  const seen = await observe(
    image,
    tries.map(({ program, option }) => `${program} ${option}`),
  );
  const works = tries[seen.findIndex(({ status }) => status === 0)];
  if (works === undefined) return undefined;
  const help = seen.find(({ command }) => command === `${works.program} --help`)?.text ?? '';
  return { ...works, help };
}

async function make({ name }: Chosen, folder: string, tag: string, target: string, rest: readonly string[]) {
  const lines = ['# syntax=mib/frontend', `packages: [${name}]`, ...rest];
  writeFileSync(join(folder, 'Imagefile'), `${lines.join('\n')}\n`);
  const options = ['--provenance=false', '--file', join(folder, 'Imagefile'), '--target', target];
  await build(folder, ...options, '--output', `type=docker,compression=uncompressed,name=${tag}`);
}
