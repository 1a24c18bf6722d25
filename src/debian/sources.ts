import { debianArchitectures } from './architecture.ts';

/**
 * Returns the architectures of binary packages, from the `Package-List` of their sources (dsc(5)), which has a line for
 * each binary package: ` name type section priority arch=amd64,arm64`. Names and architectures are sorted; a name that no
 * source builds has none.
 */
export function architecturesOf(sources: string, names: readonly string[]): Record<string, string[]> {
  const found = new Map([...new Set(names)].sort().map((name) => [name, new Set<string>()]));
  // One pass for all names: the list has some 50 MB.
  for (const [, name = '', line = ''] of sources.matchAll(/\n(?:Package-List:)? (\S+) deb ([^\n]*)/g)) {
    const architectures = found.get(name);
    if (architectures === undefined) continue;
    const listed = /(?:^| )arch=(\S+)/.exec(line)?.[1]?.split(',') ?? [];
    for (const one of listed.flatMap(expand)) architectures.add(one);
  }
  return Object.fromEntries([...found].map(([name, architectures]) => [name, [...architectures].sort()]));
}

/** Expands an architecture wildcard (Debian policy 11.1.1); empty for architectures that mib does not support. */
function expand(architecture: string): readonly string[] {
  if (architecture === 'any' || architecture === 'linux-any') return debianArchitectures();
  const one = architecture.replace(/^any-/, '');
  return one === 'all' || debianArchitectures().includes(one) ? [one] : [];
}
