import { matcher } from '../tree/glob.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { PlacedRule } from './placed-rules.ts';
import type { PruneRequest, TraceEvent } from './request.ts';

/** The package that a file belongs to, with the folder of all packages before it. */
const PACKAGE =
  /^(?<folder>.*\/(?:node_modules|(?:site|dist)-packages))\/(?<name>@[^/]+\/[^/]+|[^@/][^/]*)\/(?<rest>.+)$/s;

/** Declarations of types and maps of sources, which only compilers and debuggers read. */
const DECLARATIONS = /\.d\.[cm]?ts$|\.(?:[cm]?[jt]s|css)\.map$/;
/** Type stubs, and what a compiled extension was made from. */
const STUBS = /\.pyi$/;
const SOURCES = /\.(?:pyx|pxd|pxi|c|cc|cpp|cxx|h|hh|hpp|hxx|a)$/;
/** In Node, the folder is known by its place. Modules of Python have tests in any folder. */
const NODE_TESTS = /^(?:test|tests|__tests__)(?:\/|$)/;
const PYTHON_TESTS = /(?:^|\/)tests(?:\/|$)/;
/** Distributions of Python that compile at run time, with the headers that they bring. */
const COMPILERS = /^(?:cupy|numba|nvidia|pycuda|pyopencl|torch|triton|tvm|jax)/;

/**
 * Returns a function that reports whether a file of an application's or a distribution's dependencies is never run: tests,
 * declarations of types, maps of sources, sources of a compiled addon. A folder of tests that a check used is none.
 */
export function neverRun(resolver: Resolver, events: readonly TraceEvent[]): (path: string) => boolean {
  const used = new Set(events.flatMap(({ path, kind }) => (kind === 'open' ? (testsOf(path) ?? []) : [])));
  const has = (path: string) => resolver.lstat(path) !== undefined;
  return (path) => {
    const found = PACKAGE.exec(path)?.groups;
    if (found === undefined) return false;
    const { folder = '', name = '', rest = '' } = found;
    const tests = testsOf(path);
    if (tests !== undefined && !used.has(tests)) return true;
    if (!folder.endsWith('-packages')) {
      // A compiler that is there to run reads the declarations of all packages.
      return DECLARATIONS.test(rest) && !has(`${folder}/typescript`);
    }
    // lazy_loader reads stubs to know what a module has.
    if (STUBS.test(rest)) return !has(`${folder}/lazy_loader`);
    return SOURCES.test(rest) && !COMPILERS.test(name);
  };
}

/** Returns the folder of tests that a file of a dependency is in. */
function testsOf(path: string): string | undefined {
  const found = PACKAGE.exec(path)?.groups;
  if (found === undefined) return undefined;
  const { folder = '', rest = '' } = found;
  const tests = (folder.endsWith('-packages') ? PYTHON_TESTS : NODE_TESTS).exec(rest);
  return tests === null
    ? undefined
    : path.slice(0, path.length - rest.length + tests.index + tests[0].length);
}

/**
 * Returns a function that reports whether a file below a folder that `files` names is none that runs. What the Imagefile names
 * itself stays, and at level `packages` everything.
 */
export function neverRunOfFiles(
  { files, level }: Pick<PruneRequest, 'files' | 'level'>,
  placed: readonly PlacedRule[],
  isNeverRun: (path: string) => boolean,
): (path: string) => boolean {
  if (level === 'packages' || files.length === 0) return () => false;
  const of = placed.filter(({ rule }) => rule.isDependency);
  const isExcluded = matcher(
    of.flatMap(({ exclude, governs }) => [...exclude, ...governs]),
    { recursive: true },
  );
  const named = new Set(files);
  return (path) => !named.has(path) && (isExcluded(path) || isNeverRun(path));
}
