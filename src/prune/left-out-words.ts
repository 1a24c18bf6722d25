import { byName } from '../tree/paths.ts';
import { printable } from '../tree/printable.ts';
import { type Advice, IN_IMAGEFILE } from './advice.ts';
import { listed, megabytes, type Weight } from './heaviest.ts';
import type { LeftOut } from './left-out.ts';
import type { Kept } from './prune.ts';

/** Returns the lines that report what was left out of a base image and what else could be, so that nothing goes silently. */
export function leftOutLines(
  {
    leftOut,
    unused,
    idle,
    distributions,
    neverRun,
  }: Pick<Kept, 'leftOut' | 'unused' | 'idle' | 'distributions' | 'neverRun'>,
  advice: Advice = IN_IMAGEFILE,
): readonly string[] {
  const lines: string[] = [];
  if (leftOut !== undefined) {
    lines.push(amountLine(leftOut, 'that no package owns', advice));
  }
  if (neverRun !== undefined)
    lines.push(amountLine(neverRun, 'of dependencies, which no program runs', advice));
  if (unused.length > 0) {
    const drop = advice.drop(...unused.map(patternOf));
    lines.push(`no check used ${listed(unused)}; to leave ${pronoun(unused)} out: ${drop}`);
  }
  const packages = idle.map(
    (name) => `no program of the package ${name} is kept; to keep it: ${advice.keep(`pkg:${name}`)}`,
  );
  return [...lines, ...distributionLines(distributions, advice), ...packages];
}

/** The number of distributions that are named. The report has all. */
const MOST = 5;

function distributionLines(all: Kept['distributions'], advice: Advice): readonly string[] {
  if (all.length === 0) return [];
  const largest = [...all].sort((a, b) => b.bytes - a.bytes || byName(a.name, b.name)).slice(0, MOST);
  const names = largest.map(({ name, bytes }) => `${printable(name)} (${megabytes(bytes)} MB)`).join(', ');
  const more = all.length > MOST ? ` and ${all.length - MOST} more in the report` : '';
  const what = all.length === 1 ? 'it' : 'them';
  const line = advice.keep(...largest.map(({ keep }) => keep));
  return [
    `no check used ${names}${more}, and nothing kept requires ${what}; to keep ${more ? 'the largest' : what}: ${line}`,
  ];
}

function amountLine({ files, bytes, largest }: LeftOut, which: string, advice: Advice): string {
  const most = largest.length === 0 ? '' : `; largest: ${listed(largest)}; ${keep(largest, advice)}`;
  return `left out ${files} file${files === 1 ? '' : 's'} (${megabytes(bytes)} MB) ${which}${most}`;
}

function keep(weights: readonly Weight[], advice: Advice): string {
  return `to keep ${pronoun(weights)}: ${advice.keep(...weights.map(patternOf))}`;
}

function pronoun(weights: readonly Weight[]): string {
  return weights.length === 1 ? 'it' : 'them';
}

/** Returns a pattern that matches a path. Special characters become `?`. */
function patternOf({ path }: Weight): string {
  return path.replaceAll(/[*?[\]{},\\]/g, '?');
}
