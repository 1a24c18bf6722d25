import type { Change, Comparison } from './outdated.ts';
import { table } from './table.ts';

/** The answer for people: one sentence for each platform and, where there is something to do, a table. */
export function outdatedText(name: string, comparisons: readonly Comparison[]): string {
  return comparisons
    .map((each) => {
      const platform = comparisons.length > 1 ? `${each.platform}: ` : '';
      return platform + (each.changes.length === 0 ? unchanged(name, each) : outdated(name, each));
    })
    .join('\n');
}

function unchanged(name: string, comparison: Comparison): string {
  const { below } = comparison;
  if (below === undefined) return upToDate(name, comparison);
  return `Outdated: ${below}, which ${name} is built upon, has changed, and none of the packages has.\n`;
}

function upToDate(name: string, { packages, others }: Comparison): string {
  const other =
    others === 1
      ? 'The other one that the build installs leaves'
      : `The other ${others} that the build installs leave`;
  const rest = others === 0 ? '' : `${other} nothing in it.\n`;
  return `Nothing to build: the ${count(packages)} in ${name} ${packages === 1 ? 'is' : 'are'} the newest.\n${rest}`;
}

function outdated(name: string, { packages, changes }: Comparison): string {
  const fixes = changes.filter(({ security }) => security).length;
  const security = fixes === 0 ? '' : `, ${fixes} of them for security`;
  const added = changes.filter(({ old }) => old === undefined).length;
  const more = added === 0 ? '' : `, ${added} to add`;
  const head = `Outdated: ${changes.length - added} of the ${count(packages)} in ${name}${more}${security}.\n\n`;
  return head + table([['PACKAGE', 'OLD', 'NEW', 'SUITE', 'WHY'], ...changes.map(row)]);
}

function row({ package: name, old, new: now, suite, why }: Change): string[] {
  return [name, old ?? '-', now ?? '-', suite ?? '-', why];
}

function count(packages: number): string {
  return `${packages} package${packages === 1 ? '' : 's'}`;
}
