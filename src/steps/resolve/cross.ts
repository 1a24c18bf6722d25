import { crossPackage, toolchainOf } from '../../debian/architecture.ts';
import { field } from '../../debian/control.ts';
import type { RequestedPackage, ResolveRequest } from '../../debian/resolution.ts';
import type { Index } from './indexes.ts';

/** The C library, needed for both machines: a build also makes tools for itself. */
const FOR_BOTH: ReadonlySet<string> = new Set(['libc6-dev']);

/**
 * Returns the packages of a request for a cross build. Libraries are the target's. A compiler is installed twice: for the
 * build machine and as a cross compiler. Everything else runs during the build and is the build machine's.
 */
export function crossed(
  indexes: readonly Index[],
  { architecture, target, packages }: Pick<ResolveRequest, 'architecture' | 'target' | 'packages'>,
): readonly RequestedPackage[] {
  if (target === undefined) return packages;
  const toolchain = toolchainOf(target);
  const native = indexes.filter((index) => index.architecture === architecture);
  const foreign = indexes.filter((index) => index.architecture === target);
  return packages.flatMap((each): RequestedPackage[] => {
    if (each.exclude) return [each];
    if (isLibrary(foreign, each.name)) {
      return [...(FOR_BOTH.has(each.name) ? [each] : []), { ...each, architecture: target }];
    }
    const cross = crossPackage(each.name, toolchain);
    return native.some(({ byName }) => byName.has(cross)) ? [each, { name: cross, exclude: false }] : [each];
  });
}

/** Reports whether a package is for the compiler, by section or name: not all such packages are in section libdevel. */
function isLibrary(indexes: readonly Index[], name: string): boolean {
  return indexes.some((index) =>
    (index.byName.get(name) ?? []).some((span) => {
      if (field(index.text, span, 'Architecture') === 'all') return false;
      return /(^|\/)libdevel$/.test(field(index.text, span, 'Section') ?? '') || /^lib.*-dev$/.test(name);
    }),
  );
}
