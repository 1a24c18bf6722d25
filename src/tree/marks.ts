import type { Package, Packages } from './dpkg.ts';
import { readText, type Tree } from './tree.ts';

/** Where apt notes which packages are there for others only. */
const STATES = '/var/lib/apt/extended_states';

/** Priorities of what a minimal system has without being asked (Debian Policy, 2.5). */
const MINIMAL = new Set(['required', 'important', 'standard']);

/** The packages that apt does not know to be there for others only (apt-mark(8)): somebody asked for them, or the base system has them. */
export function manualPackages(tree: Tree, packages: Packages): readonly Package[] {
  // Of a package for all architectures, apt writes down that of the system.
  const automatic = new Set(
    (readText(tree, STATES) ?? '').split(/\n\n+/).flatMap((stanza) => {
      const architecture = field(stanza, 'Architecture');
      const name = field(stanza, 'Package');
      return field(stanza, 'Auto-Installed') === '1' ? [`${name} ${architecture}`, `${name} all`] : [];
    }),
  );
  return packages.all.filter(({ name, architecture }) => !automatic.has(`${name} ${architecture}`));
}

/** Whether a package is one that every Debian system has. */
export function isMinimal({ stanza }: Package): boolean {
  return field(stanza, 'Essential') === 'yes' || MINIMAL.has(field(stanza, 'Priority') ?? '');
}

function field(stanza: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(stanza)?.[1]?.trim();
}
