/** SuiteFiles are the contents of files that name the suite of a tree; absent if the tree lacks them. */
export interface SuiteFiles {
  /** sources.list(5) of the distribution, in either form. */
  readonly sources?: string;
  /** os-release(5). */
  readonly release?: string;
}

/**
 * Returns the suite names of a tree, the preferred one first: that of apt's sources, then the codename of its release.
 * The two differ where the sources say `sid` or `stable`; an image without apt has only the second.
 */
export function ownSuites({ sources = '', release = '' }: SuiteFiles): string[] {
  const listed = /^Suites:[ \t]*([a-z][a-z0-9.+-]*)/m.exec(sources)?.[1];
  const inLine = /^deb[ \t]+(?:\[[^\]\n]*\][ \t]+)?\S+[ \t]+([a-z][a-z0-9.+-]*)/m.exec(sources)?.[1];
  const codename = /^VERSION_CODENAME="?([a-z][a-z0-9.+-]*)"?$/m.exec(release)?.[1];
  return [...new Set([listed ?? inLine ?? [], codename ?? []].flat())];
}
