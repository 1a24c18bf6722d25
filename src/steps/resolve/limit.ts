import { relationsOf } from '../../debian/closure.ts';
import { field } from '../../debian/control.ts';
import type { PackageList } from '../../debian/packages.ts';
import { meeting, parseRelations, type Relation } from '../../debian/relations.ts';
import type { RequestedArchive, ResolveProblem, ResolveRequest } from '../../debian/resolution.ts';
import type { Index } from './indexes.ts';
import type { Choice } from './installed.ts';

type Asked = Pick<ResolveRequest, 'archives' | 'packages' | 'recommends'>;

/**
 * Hides from apt what nobody asked a further repository for. Such a repository gives the packages that the request names,
 * and those that a dependency needs and Debian does not have. With `override`, it gives whatever it has, as a repository
 * does in apt. A pin of apt could not tell the archives apart: a repository may call itself Debian.
 * @param present the packages of the tree, which count as Debian's
 */
export function limited(indexes: readonly Index[], request: Asked, present: PackageList): readonly Index[] {
  const archives = new Set(request.archives.flatMap((each, index) => (isLimited(each) ? [index] : [])));
  const isFurther = ({ archive }: Index) => archives.has(archive);
  const further = indexes.filter(isFurther);
  if (further.length === 0) return indexes;
  const own = [...indexes.filter((index) => !isFurther(index)), present];
  const given = namesGiven(own, further, request);
  return indexes.map((index) => (isFurther(index) ? withOnly(index, given) : index));
}

function withOnly(index: Index, names: ReadonlySet<string>): Index {
  return { ...index, byName: new Map([...index.byName].filter(([name]) => names.has(name))) };
}

/** Follows the dependencies of everything that may be chosen, each name at most twice. */
function namesGiven(
  own: readonly PackageList[],
  further: readonly PackageList[],
  { packages, recommends }: Asked,
): ReadonlySet<string> {
  const excluded = new Set(packages.filter(({ exclude }) => exclude).map(({ name }) => name));
  const requested = packages.filter(({ exclude }) => !exclude).map(({ name }) => name);
  const given = new Set(requested);
  const find = (lists: readonly PackageList[], group: readonly Relation[]) =>
    lists.flatMap((list) =>
      group.flatMap((relation) => meeting(list, relation)).filter((name) => !excluded.has(name)),
    );
  const seen = new Set<string>();
  const waiting = [...requested];
  const follow = (list: PackageList, name: string) => {
    for (const stanza of list.byName.get(name) ?? []) {
      for (const relation of relationsOf(recommends)) {
        for (const group of parseRelations(field(list.text, stanza, relation) ?? '')) {
          const owned = find(own, group);
          const found = owned.length > 0 ? owned : find(further, group);
          if (owned.length === 0) for (const each of found) give(each);
          waiting.push(...found);
        }
      }
    }
  };
  // A name that Debian has, too, may have been followed before it was given.
  const give = (name: string) => {
    if (!given.has(name)) seen.delete(name);
    given.add(name);
  };
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const list of own) follow(list, name);
    if (given.has(name)) for (const list of further) follow(list, name);
  }
  return given;
}

/** Adds the repositories that would have to replace packages of Debian. @param choices what apt chooses if they may */
export function withOverrides(
  problems: readonly ResolveProblem[],
  choices: readonly Choice[],
  { archives }: Pick<ResolveRequest, 'archives'>,
): readonly ResolveProblem[] {
  const chosen = new Set(choices.map(({ locked }) => locked.archive));
  const overrides = archives
    .filter((archive, index) => chosen.has(index) && isLimited(archive))
    .map(({ url, suite }) => ({ url, suite }));
  return problems.map((problem) => (problem.kind === 'unsatisfiable' ? { ...problem, overrides } : problem));
}

function isLimited({ key, override }: RequestedArchive): boolean {
  return key !== undefined && override !== true;
}
