import { field } from '../../debian/control.ts';
import type {
  IndexFault,
  RequestedPackage,
  ResolveProblem,
  ResolveRequest,
} from '../../debian/resolution.ts';
import { compareVersions } from '../../debian/version.ts';
import { MOST_SEARCHES, near } from '../../imagefile/text/nearest.ts';
import type { Outcome } from '../process.ts';
import type { Apt } from './apt.ts';
import type { Index } from './indexes.ts';
import { indexWords } from './words.ts';

/** The number of names or versions that a message suggests. */
const OFFERED = 5;

/**
 * Returns why apt rejects indexes, with its output about each archive.
 * @throws with apt's whole output if it matches none of the known reasons
 */
export function indexProblems(apt: Apt, request: ResolveRequest, update: Outcome): ResolveProblem[] {
  const problems = request.archives.flatMap((archive, index): ResolveProblem[] => {
    const explanation = indexWords(update.stderr, apt.uri(index), archive.url);
    const { url, suite } = archive;
    const fault = FAULTS.find(([, words]) => explanation.some((line) => words.test(line)))?.[0];
    return fault === undefined ? [] : [{ kind: 'index', archive: { url, suite }, fault, explanation }];
  });
  if (problems.length === 0) throw new Error(`apt does not take the indexes: ${update.stderr.trim()}`);
  return problems;
}

/** Patterns of the output of apt, sqv and gpgv for each fault. The first match counts. */
const FAULTS: readonly (readonly [IndexFault, RegExp])[] = [
  ['expired', /^Release file .* is expired\b/],
  ['expired-key', /Expired on|EXPKEYSIG|KEYEXPIRED/],
  ['weak-digest', /not considered secure|uses weak|weak digest/i],
  ['unknown-key', /Missing key|NO_PUBKEY/],
  ['bad-signature', /signature|signed|verif|gpg|sqv/i],
];

/** Returns the problems that need no solver: names, versions and suites that the indexes lack. */
export function requestProblems(
  indexes: readonly Index[],
  names: readonly (readonly string[])[],
  request: ResolveRequest,
): ResolveProblem[] {
  let searches = 0;
  const search = (name: string) => (++searches > MOST_SEARCHES ? [] : instead(indexes, name));
  return request.packages.flatMap((requested) => {
    const problem = requestProblem(indexes, names, requested, search);
    return problem === undefined ? [] : [problem];
  });
}

function requestProblem(
  indexes: readonly Index[],
  names: readonly (readonly string[])[],
  { name, version, suite }: RequestedPackage,
  search: (name: string) => string[],
): ResolveProblem | undefined {
  const having = indexes.filter((index) => index.byName.has(name));
  if (having.length === 0) return { kind: 'unknown-package', package: name, near: search(name) };
  if (version !== undefined) {
    const known = versionsOf(having, name);
    if (!known.includes(version)) return { kind: 'unknown-version', package: name, version, known };
  }
  if (suite !== undefined && !having.some(({ archive }) => names[archive]?.includes(suite))) {
    const known = [...new Set(having.flatMap(({ archive }) => names[archive]?.[0] ?? []))];
    return { kind: 'unknown-version', package: name, version: suite, known };
  }
  return undefined;
}

function versionsOf(indexes: readonly Index[], name: string): string[] {
  const versions = indexes.flatMap((index) =>
    (index.byName.get(name) ?? []).flatMap((span) => field(index.text, span, 'Version') ?? []),
  );
  return [...new Set(versions)].sort((a, b) => compareVersions(b, a));
}

/** Returns the packages that provide a virtual one, or else those with similar names. */
function instead(indexes: readonly Index[], name: string): string[] {
  const providers = [...new Set(indexes.flatMap((index) => index.providers.get(name) ?? []))];
  if (providers.length > 0) return providers.sort().slice(0, OFFERED);
  return near(name, new Set(indexes.flatMap((index) => [...index.byName.keys()])), OFFERED);
}
