import { type Listed, sourceOf } from './packages.ts';

/**
 * Writes a `Sources` file for the sources of `packages`, with only the binary packages and their architectures. No source
 * can be fetched.
 */
export function sourcesIndex(packages: readonly Listed[]): string {
  const sources = new Map<string, Listed[]>();
  for (const pkg of packages) {
    const { name, version } = sourceOf(pkg);
    const key = `${name} ${version}`;
    sources.set(key, [...(sources.get(key) ?? []), pkg]);
  }
  return [...sources.keys()]
    .sort()
    .map((key) => paragraph(key, sources.get(key) ?? []))
    .join('\n');
}

function paragraph(key: string, packages: readonly Listed[]): string {
  const [source = '', version = ''] = key.split(' ');
  const names = [...new Set(packages.map((pkg) => pkg.name))].sort();
  const lines = names.map((name) => {
    const architectures = new Set(packages.filter((pkg) => pkg.name === name).map((pkg) => pkg.architecture));
    return ` ${name} deb misc optional arch=${[...architectures].sort().join(',')}\n`;
  });
  const head = { Package: source, Binary: names.join(', '), Version: version, Format: '3.0 (quilt)' };
  const fields = Object.entries(head).map(([name, value]) => `${name}: ${value}\n`);
  return `${fields.join('')}Package-List:\n${lines.join('')}`;
}
