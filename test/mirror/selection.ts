import { field, type Listed } from './packages.ts';

/**
 * Selects `roots`, apt, the packages of priority `required` and their dependencies, so that indexes are small and apt can
 * still solve. Of alternatives, it takes the first that is a package; of a virtual package, all providers. Every suite
 * keeps its own versions of the chosen names.
 */
export function select(suites: readonly (readonly Listed[])[], roots: readonly string[]): Listed[][] {
  const byName = new Map<string, Listed[]>();
  for (const pkg of suites.flat()) add(byName, pkg.name, pkg);
  const providers = providersOf(suites.flat());
  const required = suites.flat().filter((pkg) => field(pkg.paragraph, 'Priority') === 'required');
  const chosen = new Set<string>();
  const waiting = [...required.map((pkg) => pkg.name), 'apt', ...roots];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (chosen.has(name)) continue;
    chosen.add(name);
    for (const pkg of byName.get(name) ?? []) {
      for (const alternatives of dependencies(pkg)) {
        const real = alternatives.find((alternative) => byName.has(alternative));
        waiting.push(
          ...(real === undefined ? alternatives.flatMap((one) => providers.get(one) ?? []) : [real]),
        );
      }
    }
  }
  return suites.map((packages) => packages.filter((pkg) => chosen.has(pkg.name)));
}

/** Returns the names of each group of alternatives, without versions and qualifiers. */
function dependencies(pkg: Listed): string[][] {
  const groups = ['Pre-Depends', 'Depends'].flatMap((name) => (field(pkg.paragraph, name) ?? '').split(','));
  return groups.map((group) => group.split('|').map(bareName));
}

function providersOf(packages: readonly Listed[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const pkg of packages) {
    for (const provided of (field(pkg.paragraph, 'Provides') ?? '').split(',').map(bareName)) {
      if (provided !== '') add(found, provided, pkg.name);
    }
  }
  return found;
}

function bareName(dependency: string): string {
  return dependency.trim().replace(/[\s:(].*$/, '');
}

function add<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}
