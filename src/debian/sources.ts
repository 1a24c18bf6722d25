import { debianArchitectures } from './architecture.ts';

/**
 * Returns the architectures of binary packages, from the `Package-List` of their sources (dsc(5)), which has a line for
 * each binary package: ` name type section priority arch=amd64,arm64`. Names and architectures are sorted; a name that no
 * source builds has none.
 */
export function architecturesOf(sources: string, names: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const name of [...new Set(names)].sort()) {
    const architectures = new Set<string>();
    for (const prefix of [`\n ${name} deb `, `\nPackage-List: ${name} deb `]) {
      for (let at = sources.indexOf(prefix); at >= 0; at = sources.indexOf(prefix, at + 1)) {
        const line = sources.slice(at + 1, sources.indexOf('\n', at + 1));
        const listed = / arch=(\S+)/.exec(line)?.[1]?.split(',') ?? [];
        for (const one of listed.flatMap(expand)) architectures.add(one);
      }
    }
    found[name] = [...architectures].sort();
  }
  return found;
}

/** Expands an architecture wildcard (Debian policy 11.1.1); empty for architectures that mib does not support. */
function expand(architecture: string): readonly string[] {
  if (architecture === 'any' || architecture === 'linux-any') return debianArchitectures();
  const one = architecture.replace(/^any-/, '');
  return one === 'all' || debianArchitectures().includes(one) ? [one] : [];
}
