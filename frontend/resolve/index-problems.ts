import type { IndexedArchive } from '../../src/compile/resolve.ts';
import type { Archive } from '../../src/debian/archive.ts';
import { isOldSuite } from '../../src/debian/old-suites.ts';
import { hasComponent, type Release } from '../../src/debian/release.ts';
import type { IndexFault, IndexProblem, RequestedArchive } from '../../src/debian/resolution.ts';
import type { Repository, Spec } from '../../src/imagefile/spec.ts';
import type { Code, Range } from '../../src/imagefile/text/diagnostic.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import { FileFault } from '../gateway/regular-file.ts';

/** Returns the line for problems of the suite: its own, or else that of the first package. */
export function archivePlace(spec: Spec): Pick<Problem, 'at'> {
  const [at] = suitePlace(spec);
  return at === undefined ? {} : { at };
}

/** Returns that line as a list, for the steps that use the archive. */
export function suitePlace(spec: Spec): Range[] {
  if (spec.suite.at.end > spec.suite.at.start) return [spec.suite.at];
  return spec.packages.slice(0, 1).map((requested) => requested.at);
}

/** Returns the line of a repository, or else that of the suite. */
export function placeOfArchive(archive: Archive, spec: Spec): Pick<Problem, 'at'> {
  const repository = repositoryOf(archive, spec);
  return repository === undefined ? archivePlace(spec) : { at: repository.at };
}

function repositoryOf({ url, suite }: Archive, { repositories }: Spec): Repository | undefined {
  return repositories.find((each) => each.url === url && each.suite === suite);
}

const CODES: Readonly<Record<IndexFault, Code>> = {
  expired: 'expired-index',
  'unknown-key': 'wrong-key',
  'expired-key': 'expired-key',
  'weak-digest': 'weak-digest',
  'bad-signature': 'bad-signature',
  invalid: 'invalid-index',
};

/** Describes why apt rejects an index. The fix has the remedy and apt's own explanation. */
export function describeIndex({ archive, fault, explanation }: IndexProblem, spec: Spec): Problem {
  const isRepository = repositoryOf(archive, spec) !== undefined;
  const whose = isRepository ? 'the one in "key"' : "one of Debian's";
  const keys = isRepository
    ? 'use the current key of the repository'
    : 'use a newer mib/frontend, which has newer keys';
  const [what, remedy] = {
    expired: [
      'has expired: the mirror is no longer updated',
      isRepository ? 'ask its maintainers' : 'name another "mirror", or a "snapshot" for a time in the past',
    ],
    'unknown-key': [`is signed by a key that is not ${whose}`, keys],
    'expired-key': ['is signed by a key that has expired', keys],
    'weak-digest': ['is signed with a weak digest', 'ask its maintainers to sign it again'],
    'bad-signature': [
      'has no good signature',
      'check that the mirror serves it unchanged, and that no login page is in between',
    ],
    invalid: [
      'is not one that an archive would have',
      isRepository ? 'tell its maintainers' : 'check that the mirror serves it unchanged',
    ],
  }[fault];
  const message = `the index of ${nameOf(archive, spec)} ${what}`;
  return { code: CODES[fault], message, fix: [remedy, ...explanation].join('\n  ') };
}

export function nameOf(archive: Archive, spec: Spec): string {
  return repositoryOf(archive, spec) === undefined
    ? `suite "${archive.suite}"`
    : `repository "${archive.url} ${archive.suite}"`;
}

/** Describes an index that cannot be parsed, such as a login page or a truncated file. */
export function indexProblem(error: unknown, archive: Archive, spec: Spec): UserError {
  const said = error instanceof Error ? error.message : String(error);
  const place = placeOfArchive(archive, spec);
  if (/has no SHA256$/.test(said)) {
    const message = `the index of ${nameOf(archive, spec)} has no SHA-256 checksums, only weak digests`;
    const fix = 'name another mirror, or ask its maintainers to add SHA-256';
    return new UserError([{ code: 'weak-digest', message, fix, ...place }]);
  }
  const message = `the mirror ${archive.url} does not return an index of ${archive.suite}`;
  return new UserError([{ code: 'mirror-unreachable', message, fix: said, ...place }]);
}

/**
 * Errors of the daemon's HTTP source for an unreachable server or a missing file (`source/http/source.go`). With a checksum,
 * it ignores the status, so an error page is a digest mismatch, too.
 */
export const NOT_FOUND = /invalid response status 404/;
const MISMATCH = /digest mismatch /;
const NO_ANSWER = /(Get|Head) "[^"]*": .*|invalid response status .*|unexpected EOF/;

/** Reports whether a build failed because a download failed or had the wrong digest. */
export function isFetchFailure({ message }: BridgeError): boolean {
  return MISMATCH.test(message) || NO_ANSWER.test(message);
}

/** Turns a failed download of an index into a UserError; returns any other error as it is. */
export function downloadProblem(error: unknown, archive: Archive, spec: Spec): unknown {
  if (error instanceof FileFault) {
    return indexProblem(new Error(`its ${error.path} ${error.message}`), archive, spec);
  }
  if (!(error instanceof BridgeError)) return error;
  const place = placeOfArchive(archive, spec);
  if (NOT_FOUND.test(error.message)) {
    const message = `suite "${archive.suite}" is not on the mirror ${archive.url}`;
    const old = 'old suites have moved: name an archive of old suites as "mirror" of "suite"';
    const fix = isOldSuite(archive.suite) ? { fix: old } : {};
    return new UserError([{ code: 'unknown-suite', message, ...fix, ...place }]);
  }
  const cause = NO_ANSWER.exec(error.message)?.[0];
  if (cause === undefined) return error;
  const message = `the mirror ${archive.url} does not answer`;
  return new UserError([{ code: 'mirror-unreachable', message, fix: cause, ...place }]);
}

/** Does the same for package lists, which are downloaded together. The daemon's error has the URL or digest of the failed one. */
export function listProblem(error: unknown, indexed: readonly IndexedArchive[], spec: Spec): unknown {
  if (!(error instanceof BridgeError)) return error;
  const failed = indexed.find(({ archive, indexes }) =>
    indexes.some(
      (list) =>
        error.message.includes(list.file.sha256) ||
        error.message.includes(`"${archive.url}/dists/${archive.suite}/${list.file.path}"`),
    ),
  );
  const archive = (failed ?? indexed[0])?.archive;
  if (archive === undefined) return error;
  if (!MISMATCH.test(error.message)) return downloadProblem(error, archive, spec);
  const message = `a package list on the mirror ${archive.url} does not match its InRelease`;
  const fix =
    'the mirror may be in the middle of an update: try again, or name another as "mirror" of "suite"';
  const place = placeOfArchive(archive, spec);
  return new UserError([{ code: 'mirror-unreachable', message, fix, ...place }]);
}

/** Returns an error for the components that an archive does not have on any platform; undefined if it has all of them. */
export function unknownComponents(
  release: Release,
  { components, ...archive }: RequestedArchive,
  spec: Spec,
): UserError | undefined {
  const missing = components.filter((component) => !hasComponent(release, component));
  if (missing.length === 0) return undefined;
  const fix = `it has ${release.components.join(', ')}`;
  const name = nameOf(archive, spec);
  const place = placeOfArchive(archive, spec);
  const problems = missing.map((component) => ({
    code: 'unknown-component' as const,
    message: `${name} has no component "${component}"`,
    fix,
    ...place,
  }));
  return new UserError(problems);
}

/** Returns an error for a suite that lacks the architecture. */
export function noArchitecture(
  { architectures }: Release,
  wanted: string,
  archive: Archive,
  spec: Spec,
): UserError {
  const message = `suite "${archive.suite}" has no packages for ${wanted}`;
  const fix = `it has ${architectures.filter((name) => name !== 'all').join(', ')}`;
  return new UserError([{ code: 'unknown-platform', message, fix, ...archivePlace(spec) }]);
}
