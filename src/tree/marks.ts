import { apkFields } from './apk.ts';
import type { Package, Packages } from './package.ts';
import { readText } from './read-text.ts';
import type { Tree } from './tree.ts';

/** The file in which apt marks packages that it installed only as dependencies. */
const STATES = '/var/lib/apt/extended_states';

/** The file in which apk lists the packages that were requested. */
const WORLD = '/etc/apk/world';

/** Priorities of packages that a minimal Debian system has (Debian Policy, 2.5). */
const MINIMAL = new Set(['required', 'important', 'standard']);

/** Packages of a minimal Alpine or Wolfi (`alpine-base`, `wolfi-base` and what they depend on). */
const MINIMAL_APK =
  /^(?:(?:alpine|wolfi)-.*|apk-tools|busybox(?:-binsh)?|libc-utils|musl(?:-utils)?|glibc|scanelf|ssl_client)$/;

/**
 * Returns the packages that were not installed only as dependencies of others: somebody requested them, or the base system
 * has them. Without marks of the package manager, these are all packages.
 */
export function manualPackages(tree: Tree, packages: Packages): readonly Package[] {
  const automatic = markedByApt(tree);
  const requested = requestedFromApk(tree, packages);
  return packages.all.filter(({ format, name, architecture }) =>
    format === 'apk'
      ? (requested?.has(name) ?? true)
      : format === 'status.d' || !automatic.has(`${name} ${architecture}`),
  );
}

/** Reads the marks of apt (apt-mark(8)), as name and architecture. */
function markedByApt(tree: Tree): ReadonlySet<string> {
  return new Set(
    (readText(tree, STATES) ?? '').split(/\n\n+/).flatMap((stanza) => {
      const architecture = field(stanza, 'Architecture');
      const name = field(stanza, 'Package');
      // For a package for all architectures, apt writes that of the system.
      return field(stanza, 'Auto-Installed') === '1' ? [`${name} ${architecture}`, `${name} all`] : [];
    }),
  );
}

/**
 * Reads the world of apk (apk-world(5)): constraints such as `jq`, `jq=1.7` or `jq@edge`; `!` excludes a package. A name with
 * a dot is a virtual package, whose dependencies were requested. @returns undefined if there is none
 */
function requestedFromApk(tree: Tree, packages: Packages): ReadonlySet<string> | undefined {
  const world = readText(tree, WORLD);
  if (world === undefined) return undefined;
  const names = namesIn(world);
  const virtual = names.filter((name) => name.startsWith('.'));
  return new Set([
    ...names,
    ...virtual.flatMap((name) => namesIn(apkFields(packages.get(name)?.stanza ?? '').get('D') ?? '')),
  ]);
}

function namesIn(constraints: string): readonly string[] {
  return constraints
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith('!'))
    .map((word) => word.replace(/[<>=~@].*$/, ''));
}

/** Reports whether every minimal system of its distribution has a package. */
export function isMinimal({ format, name, stanza }: Package): boolean {
  if (format === 'apk') return MINIMAL_APK.test(name);
  return field(stanza, 'Essential') === 'yes' || MINIMAL.has(field(stanza, 'Priority') ?? '');
}

function field(stanza: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(stanza)?.[1]?.trim();
}
