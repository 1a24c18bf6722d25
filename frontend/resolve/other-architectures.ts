import type { CompileContext } from '../../src/compile/context.ts';
import { whoHas } from '../../src/compile/whohas.ts';
import type { Archive } from '../../src/debian/archive.ts';
import { type Release, sourcesIndex } from '../../src/debian/release.ts';
import type { ResolveProblem, WhoHas } from '../../src/debian/resolution.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { readText } from '../gateway/read-text.ts';

/** Architectures by the name of a package that they have and the wanted one lacks. */
export type Elsewhere = ReadonlyMap<string, readonly string[]>;

/**
 * Tells packages that do not exist from those of other architectures. Asked only when something is wrong already: the
 * list of a suite's sources is large. What cannot be found out is left out.
 */
export async function findOtherArchitectures(
  bridge: Bridge,
  compileContext: CompileContext,
  { archive, release }: { readonly archive: Archive; readonly release: Release },
  problems: readonly ResolveProblem[],
): Promise<Elsewhere> {
  const names = problems.flatMap((problem) => (problem.kind === 'unknown-package' ? [problem.package] : []));
  const sources = sourcesIndex(release, 'main');
  if (names.length === 0 || sources === undefined) return new Map();
  const text = await readText(
    bridge,
    whoHas(compileContext, archive, sources, { names }),
    'whohas.json',
  ).catch(() => undefined);
  const { packages }: WhoHas = text === undefined ? { packages: {} } : JSON.parse(text);
  return new Map(Object.entries(packages).filter(([, architectures]) => architectures.length > 0));
}
