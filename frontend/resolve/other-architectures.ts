import type { CompileContext } from '../../src/compile/context.ts';
import { whoHas } from '../../src/compile/whohas.ts';
import type { Archive } from '../../src/debian/archive.ts';
import { type Release, sourcesIndex } from '../../src/debian/release.ts';
import type { ResolveProblem, WhoHas } from '../../src/debian/resolution.ts';
import type { Bridge } from '../gateway/bridge.ts';
import { readText } from '../gateway/read-text.ts';

/** Elsewhere maps a package that the requested architecture lacks to the architectures that have it. */
export type Elsewhere = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the architectures that unknown packages exist on. It is only used after an error, because the suite's list of
 * sources is large. If that list cannot be read, the result is empty.
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
