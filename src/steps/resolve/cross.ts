import { crossPackage, toolchainOf } from '../../debian/architecture.ts';
import { field } from '../../debian/control.ts';
import type { RequestedPackage, ResolveRequest } from '../../debian/resolution.ts';
import type { Index } from './indexes.ts';

/** The C library, which programs for either machine are linked with: tools that the build makes for itself, and what it is for. */
const FOR_BOTH: ReadonlySet<string> = new Set(['libc6-dev']);

/**
 * The packages of a request as they are where programs are built for another architecture. Libraries are of that one. A compiler
 * is there twice, for the machine that builds and for that architecture. All else is a program that is run, of the machine that builds.
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

/** By its section or its name: not all that compilers read is in the section that is meant for it. */
function isLibrary(indexes: readonly Index[], name: string): boolean {
  return indexes.some((index) =>
    (index.byName.get(name) ?? []).some((span) => {
      if (field(index.text, span, 'Architecture') === 'all') return false;
      return /(^|\/)libdevel$/.test(field(index.text, span, 'Section') ?? '') || /^lib.*-dev$/.test(name);
    }),
  );
}
