import type { Package, Packages } from './package.ts';
import { folderOf, join, nameOf } from './paths.ts';

/**
 * Compiled Python begins with a magic number, flags, and the time and size of its source, four bytes each, little-endian
 * (PEP 552). Flags of 0 mean that Python compares the time, and compiles again where it differs.
 */
export const PYC = { flags: 4, time: 8, header: 12 } as const;

/** Returns the source of compiled Python (PEP 3147): `/x/__pycache__/y.cpython-313.pyc` → `/x/y.py`. */
export function sourceOf(path: string): string | undefined {
  const folder = folderOf(path);
  if (!path.endsWith('.pyc') || nameOf(folder) !== '__pycache__') return undefined;
  return join(folderOf(folder), `${nameOf(path).split('.')[0]}.py`);
}

/** Returns the packages that brought a path: those that list it, or, for compiled Python, those that list its source. */
export function broughtBy(owners: Packages['owners'], path: string): readonly Package[] {
  const own = owners(path);
  const source = own.length > 0 ? undefined : sourceOf(path);
  return source === undefined ? own : owners(source);
}
