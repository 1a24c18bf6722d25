import { matcher } from '../tree/glob.ts';
import type { Engine } from './engine.ts';
import { BUILT_BESIDE, FETCHED_DATA, LEFTOVERS } from './patterns.ts';
import type { PlacedRule } from './placed-rules.ts';

const isLeftover = matcher(LEFTOVERS, { recursive: true });
const isFetched = matcher(FETCHED_DATA, { recursive: true });
const isBuiltBeside = matcher(BUILT_BESIDE, { recursive: true });
/** The folders that Debian makes in /usr/local, whether or not anything is in them. */
const isStandard = matcher(['/usr/local/{bin,etc,games,include,lib,sbin,share,src,man,share/man}']);

/**
 * Keeps the application of a base image: what no package owns outside the system's folders. What is known to be left from
 * its making goes, and so does what a rule governs. At the level of files, the checks decide instead.
 */
export function keepApplication(
  engine: Engine,
  rules: readonly PlacedRule[],
  outside: readonly string[],
): void {
  const { request, resolver, packages } = engine;
  if (request.from === undefined || request.level === 'files') return;
  const isWhole = request.level === 'packages';
  const isGoverned = matcher(
    rules.flatMap(({ governs }) => governs),
    { recursive: true },
  );
  const isLeft = (path: string) => {
    if (isLeftover(path)) return !isFetched(path);
    return isGoverned(path) || (!isWhole && isBuiltBeside(path));
  };
  for (const path of outside) {
    const type = resolver.lstat(path)?.type;
    if (packages.owners(path).length > 0 || isLeft(path) || isStandard(path)) continue;
    // A link would bring in what it leads to.
    const end = type === 'link' ? resolver.follow(path)?.path : undefined;
    if (end !== undefined && packages.owners(end).length === 0 && isGoverned(end)) continue;
    engine.keep(path, { kind: 'application', strength: 'hard' });
  }
}
