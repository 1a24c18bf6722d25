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
      const older = olderTables(name, each).map(({ head, rows }) => `Warning: ${head}:\n\n${rows}`);
      return platform + [own, ...older, ...builds.flatMap(buildTexts)].join('\n');
    })
    .join('\n');
}

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

/** Returns what to say of packages that the archive offers only in an older version: those of the image, and of each build. */
export function olderTables(name: string, { older = [], builds = [] }: Comparison): OlderTable[] {
  const all = [
    { of: '', older },
    ...builds.map((each) => ({ of: ` of build ${each.build}`, older: each.older ?? [] })),
  ];
  return all
    .filter((each) => each.older.length > 0)
    .map((each) => ({
      head:
        `${name} has newer versions of ${count(each.older.length)}${each.of} than the archive offers. ` +
        'A mirror that is behind, or that replays an old index, offers these',
      rows: table([HEAD, ...each.older.map(row)]),
    }));
}

/** OlderTable is a table of packages with the sentence above it. */
export interface OlderTable {
  readonly head: string;
  readonly rows: string;
}

/** Shortens commits to 12 digits, as git does in large repositories. */
function buildTexts({ build, changes, source }: BuildComparison): string[] {
  const rows = table([HEAD, ...changes.map(row)]);
  const packages = changes.length === 0 ? [] : [`Packages of build ${build}:\n\n${rows}`];
  if (source === undefined) return packages;
  const [old, now] = [source.old, source.new].map((commit) => commit.slice(0, 12));
  const ref = source.ref === undefined ? '' : `${source.ref} `;
  return [...packages, `Source of build ${build}: ${ref}${old} -> ${now}\n`];
}

const HEAD = ['PACKAGE', 'OLD', 'NEW', 'SUITE', 'WHY'];

function row({ package: name, old, new: now, suite, why }: Change): string[] {
  return [name, old ?? '-', now ?? '-', suite ?? '-', why];
}

function count(packages: number): string {
  return `${packages} package${packages === 1 ? '' : 's'}`;
}
