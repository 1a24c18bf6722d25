import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StepFacts } from '../protocol/step.ts';
import { type Places, placesInBuild, STEPS, type StepName } from '../protocol/steps.ts';
import type { Message } from '../prune/messages.ts';
import { readOptions, wrong } from './options.ts';

/** Line is a parsed command line of a step. */
export type Line<Step extends StepName> =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problems: readonly Message[] }
  | { readonly kind: 'places'; readonly places: Places<Step> };

/** Parses the arguments after the name of a step. Without any, the step uses the paths of a build. */
export function readLine<Step extends StepName>(step: Step, words: readonly string[]): Line<Step> {
  const inBuild = placesInBuild(step);
  if (words.length === 0) return { kind: 'places', places: inBuild };
  if (words.includes('--help')) return { kind: 'help' };
  const facts: StepFacts = STEPS[step];
  const names = Object.keys(facts.places);
  const options = Object.fromEntries(names.map((name) => [optionOf(name), { again: false }]));
  const { values, problems } = readOptions(words, options, 'see --help');
  if (problems.length > 0) return { kind: 'wrong', problems };
  const given = Object.fromEntries(
    names.flatMap((name) => (values.get(optionOf(name)) ?? []).map((path) => [name, path] as const)),
  );
  const wrongPaths = [...missingPlaces(facts, { ...facts.places, ...given }), ...usedScratch(given)];
  if (wrongPaths.length > 0) return { kind: 'wrong', problems: wrongPaths };
  const absolute = Object.entries(given).map(([name, path]) => [name, resolve(path)]);
  return { kind: 'places', places: { ...inBuild, ...Object.fromEntries(absolute) } };
}

function missingPlaces(
  { optional = [] }: StepFacts,
  places: Readonly<Record<string, string>>,
): readonly Message[] {
  return Object.entries(places)
    .filter(([name, path]) => !optional.includes(name) && !existsSync(path))
    .map(([name, path]) =>
      wrong(`${optionOf(name)} "${path}" does not exist`, `give a path that exists: ${optionOf(name)} PATH`),
    );
}

/** Rejects an existing scratch folder, because a step may remove its contents. */
function usedScratch({ scratch }: Readonly<Record<string, string>>): readonly Message[] {
  if (scratch === undefined || !existsSync(scratch)) return [];
  return [wrong(`--scratch "${scratch}" exists`, 'name a folder that does not exist')];
}

/** Returns the output of `mib STEP --help`. */
export function helpOf(step: StepName): string {
  const { does, places, optional = [] }: StepFacts = STEPS[step];
  const options = Object.keys(places).map((name) => `${optionOf(name)} PATH`);
  const width = Math.max(...options.map((option) => option.length));
  const lines = Object.entries(places).map(
    ([name, path], at) =>
      `  ${options[at]?.padEnd(width)}  ${path}${optional.includes(name) ? ' (optional)' : ''}`,
  );
  return `usage: mib ${step} [--NAME PATH]...

${does}

These are its paths in a build. To run the step by hand, give others. Output folders must exist.

${lines.join('\n')}
`;
}

/** Returns the option for a place of a step, e.g. `--stand-ins` for `standIns`. */
function optionOf(place: string): string {
  return `--${place.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
