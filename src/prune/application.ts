import { matcher } from '../tree/glob.ts';
import type { Engine } from './engine.ts';
import { BUILT_BESIDE, FETCHED_DATA, LEFTOVERS } from './patterns.ts';

const isLeftover = matcher(LEFTOVERS, { recursive: true });
const isFetched = matcher(FETCHED_DATA, { recursive: true });
const isBuiltBeside = matcher(BUILT_BESIDE, { recursive: true });
/** The folders that Debian makes in /usr/local, whether or not anything is in them. */
const isStandard = matcher(['/usr/local/{bin,etc,games,include,lib,sbin,share,src,man,share/man}']);

/**
 * Keeps the application of a base image: what no package owns outside the system's folders. What is known to be left from
 * its making goes, and so does what the rules leave out. At the level of files, the checks decide instead.
 * @param outside canonical paths
 */
export function keepApplication(engine: Engine, outside: readonly string[]): void {
  const { request, packages, resolver } = engine;
  if (request.from === undefined || request.level === 'files') return;
  const isWhole = request.level === 'packages';
  const isLeft = (path: string) =>
    isLeftover(path) ? !isFetched(path) : isStandard(path) || (!isWhole && isBuiltBeside(path));
  for (const path of outside) {
    // A socket or a pipe is made again by whoever listens.
    if (packages.owners(path).length > 0 || isLeft(path) || resolver.lstat(path)?.type === 'other') continue;
    engine.keep(path, { kind: 'application', strength: 'hard' });
  }
}
