import type { Change, Comparison } from './outdated.ts';
import { type BuildComparison, isChanged } from './outdated.ts';
import { table } from './table.ts';

/** Returns the answer as text: a sentence for each platform and, if packages changed, a table. */
export function outdatedText(name: string, comparisons: readonly Comparison[]): string {
  return comparisons
    .map((each) => {
      const platform = comparisons.length > 1 ? `${each.platform}: ` : '';
      const builds = each.builds?.filter(isChanged) ?? [];
      const own = each.changes.length === 0 ? unchanged(name, each, builds.length > 0) : outdated(name, each);
      const older = olderOf(name, each).map(({ fact, rows }) => `Warning: ${fact}. ${CAUSE}:\n\n${rows}`);
      return platform + [own, ...older, ...builds.flatMap(buildTexts)].join('\n');
    })
    .join('\n');
}

const CAUSE = 'A mirror that is behind, or that replays an old index, offers these';

function unchanged(name: string, comparison: Comparison, isBuilt: boolean): string {
  const { below } = comparison;
  if (below === undefined && isBuilt)
    return `Outdated: a build, but none of the ${count(comparison.packages)} in ${name}.\n`;
  if (below === undefined) return upToDate(name, comparison);
  return `Outdated: ${below}, the base image of ${name}, has changed, but no package has.\n`;
}

function upToDate(name: string, { packages, others, older = [] }: Comparison): string {
  const other =
    others === 1
      ? 'The other package that the build installs leaves'
      : `The other ${others} packages that the build installs leave`;
  const rest = others === 0 ? '' : `${other} nothing in it.\n`;
  if (older.length > 0) return `Nothing to build: the archive has nothing newer than ${name}.\n`;
  return `Nothing to build: the ${count(packages)} in ${name} ${packages === 1 ? 'is' : 'are'} the newest.\n${rest}`;
}

function outdated(name: string, { packages, changes }: Comparison): string {
  const fixes = changes.filter(({ security }) => security).length;
  const security = fixes === 0 ? '' : `, ${fixes} of them for security`;
  const added = changes.filter(({ old }) => old === undefined).length;
  const more = added === 0 ? '' : `, ${added} to add`;
  const head = `Outdated: ${changes.length - added} of the ${count(packages)} in ${name}${more}${security}.\n\n`;
  return head + table([HEAD, ...changes.map(row)]);
}

/** Older is the packages of an image, or of a build, that the archive offers only in an older version. */
export interface Older {
  /** A sentence without its full stop. */
  readonly fact: string;
  readonly packages: readonly Change[];
  /** A table of the packages. */
  readonly rows: string;
}

/** @param name of the baseline */
export function olderOf(name: string, { older = [], builds = [] }: Comparison): Older[] {
  const all = [
    { of: '', packages: older },
    ...builds.map((each) => ({ of: ` of build ${each.build}`, packages: each.older ?? [] })),
  ];
  return all
    .filter(({ packages }) => packages.length > 0)
    .map(({ of, packages }) => ({
      fact: `${name} has newer versions of ${count(packages.length)}${of} than the archive offers`,
      packages,
      rows: table([HEAD, ...packages.map(row)]),
    }));
}

/** Shortens commits to 12 digits, as git does in large repositories. */
function buildTexts({ build, changes, source, below }: BuildComparison): string[] {
  const rows = table([HEAD, ...changes.map(row)]);
  const image = below === undefined ? [] : [`The image of build ${build}, ${below}, has changed.\n`];
  const packages = changes.length === 0 ? [] : [`Packages of build ${build}:\n\n${rows}`];
  return [...image, ...packages, ...(source === undefined ? [] : [sourceText(build, source)])];
}

function sourceText(build: string, { ref, ...source }: NonNullable<BuildComparison['source']>): string {
  const [old, now] = [source.old, source.new].map((commit) => commit.slice(0, 12));
  return `Source of build ${build}: ${ref === undefined ? '' : `${ref} `}${old} -> ${now}\n`;
}

const HEAD = ['PACKAGE', 'OLD', 'NEW', 'SUITE', 'WHY'];

function row({ package: name, old, new: now, suite, why }: Change): string[] {
  return [name, old ?? '-', now ?? '-', suite ?? '-', why];
}

function count(packages: number): string {
  return `${packages} package${packages === 1 ? '' : 's'}`;
}
