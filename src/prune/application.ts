import { matcher } from '../tree/glob.ts';
import type { Engine } from './engine.ts';
import { BUILT_BESIDE, FETCHED_DATA, LEFTOVERS } from './patterns.ts';

const isLeftover = matcher(LEFTOVERS, { recursive: true });
const isFetched = matcher(FETCHED_DATA, { recursive: true });
const isBuiltBeside = matcher(BUILT_BESIDE, { recursive: true });
/** Folders that Debian creates in /usr/local, empty or not. */
const isStandard = matcher(['/usr/local/{bin,etc,games,include,lib,sbin,share,src,man,share/man}']);

/**
 * Keeps the application of a base image: files outside the system's folders that no package owns. Known leftovers of the
 * build and files that rules exclude are left out. At level `files`, the checks decide instead.
 * @param outside canonical paths
 * @param isForeign reports whether a file is for another system
 */
export function keepApplication(
  engine: Engine,
  outside: readonly string[],
  isForeign: (path: string) => boolean,
): void {
  const { request, packages, resolver } = engine;
  if (request.from === undefined || request.level === 'files') return;
  const isWhole = request.level === 'packages';
  const isLeft = (path: string) =>
    isLeftover(path)
      ? !isFetched(path)
      : isStandard(path) || (!isWhole && (isBuiltBeside(path) || isForeign(path)));
  for (const path of outside) {
    // The program that listens creates its socket or pipe again.
    if (packages.owners(path).length > 0 || isLeft(path) || resolver.lstat(path)?.type === 'other') continue;
    engine.keep(path, { kind: 'application', strength: 'hard' });
  }
}
