/** Surveys one package: builds it full and thin, and does the same with both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, docker } from '../bench/docker.ts';
import { commandsFor, VERSION_OPTIONS } from './commands.ts';
import { type Difference, differences } from './compare.ts';
import { manualOf, observe } from './observe.ts';
import type { Chosen } from './select.ts';

export interface Result extends Chosen {
  readonly outcome: 'same' | 'different' | 'no check' | 'not built';
  /** The check's option. */
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
  const { program } = chosen;
  await make(chosen, folder, full, 'fat');
  const probes = await observe(
    full,
    VERSION_OPTIONS.map((option) => `${program} ${option}`),
  );
  const works = probes.findIndex(({ status }) => status === 0);
  const option = VERSION_OPTIONS[works];
  if (option === undefined) return { ...chosen, outcome: 'no check' };
  await make(chosen, folder, thin, 'thin', option);
  const help = probes.find(({ command }) => command.endsWith('--help'))?.text ?? '';
  const commands = commandsFor(program, help, await manualOf(full, program));
  const [first, second] = [await observe(full, commands), await observe(full, commands)];
  const found = differences(first, second, await observe(thin, commands));
  const outcome = found.length === 0 ? 'same' : 'different';
  return { ...chosen, outcome, option, commands: commands.length, differences: found };
}

async function make({ name, program }: Chosen, folder: string, tag: string, target: string, option?: string) {
  const check = option === undefined ? [] : ['check:', `  - run: [${program}, ${option}]`];
  const lines = ['# syntax=mib/frontend', `packages: [${name}]`, `entry: ${program}`, ...check];
  writeFileSync(join(folder, 'Imagefile'), `${lines.join('\n')}\n`);
  const options = ['--provenance=false', '--file', join(folder, 'Imagefile'), '--target', target];
  await build(folder, ...options, '--output', `type=docker,name=${tag}`);
}
