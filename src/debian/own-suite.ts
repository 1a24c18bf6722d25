/** Files of a tree that tell which suite it is of; absent where the tree has none. */
export interface SuiteFiles {
  /** Its distribution's sources.list(5), in either form. */
  readonly sources?: string;
  /** os-release(5). */
  readonly release?: string;
}

/**
 * The names of the suite that a tree is of, the one to use first: what its apt looks at, and the codename of its
 * release. The two differ where the sources say `sid` or `stable`; an image without apt has the second alone.
 */
export function ownSuites({ sources = '', release = '' }: SuiteFiles): string[] {
  const listed = /^Suites:[ \t]*([a-z][a-z0-9.+-]*)/m.exec(sources)?.[1];
  const inLine = /^deb[ \t]+(?:\[[^\]\n]*\][ \t]+)?\S+[ \t]+([a-z][a-z0-9.+-]*)/m.exec(sources)?.[1];
  const codename = /^VERSION_CODENAME="?([a-z][a-z0-9.+-]*)"?$/m.exec(release)?.[1];
  return [...new Set([listed ?? inLine ?? [], codename ?? []].flat())];
}
