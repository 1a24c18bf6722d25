import { type Advice, IN_IMAGEFILE } from './advice.ts';
import { listed, megabytes, type Weight } from './heaviest.ts';
import type { Kept } from './prune.ts';

/** Returns the lines that report what was left out of a base image and what else could be, so that nothing goes silently. */
export function leftOutLines(
  { leftOut, unused, idle }: Pick<Kept, 'leftOut' | 'unused' | 'idle'>,
  advice: Advice = IN_IMAGEFILE,
): readonly string[] {
  const lines: string[] = [];
  if (leftOut !== undefined) {
    const { files, bytes, largest } = leftOut;
    const most = largest.length === 0 ? '' : `; largest: ${listed(largest)}; ${keep(largest, advice)}`;
    const count = `${files} file${files === 1 ? '' : 's'}`;
    lines.push(`left out ${count} (${megabytes(bytes)} MB) that no package owns${most}`);
  }
  if (unused.length > 0) {
    const drop = advice.drop(...unused.map(patternOf));
    lines.push(`no check used ${listed(unused)}; to leave ${pronoun(unused)} out: ${drop}`);
  }
  const packages = idle.map(
    (name) => `no program of the package ${name} is kept; to keep it: ${advice.keep(`pkg:${name}`)}`,
  );
  return [...lines, ...packages];
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
