import { describe, expect, test } from 'vitest';
import { parseRelease } from '../../src/debian/release.ts';
import type { IndexFault } from '../../src/debian/resolution.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import {
  describeIndex,
  downloadProblem,
  indexProblem,
  listProblem,
  noArchitecture,
  placeOfArchive,
  unknownComponents,
} from './index-problems.ts';

const TEXT =
  'packages:\n  - nginx-lite\nentry: /x\n' +
  'repositories:\n  - {url: http://other.example, suite: stable, key: key.asc}\n';
const ARCHIVE = { url: 'http://mirror.example/debian', suite: 'trixie' };
const OTHER = { url: 'http://other.example', suite: 'stable' };

function spec(text = TEXT): Spec {
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  return spec as Spec;
}

/** Returns the message of an error in the Imagefile. */
function text(error: unknown, imagefile = TEXT): string {
  if (!(error instanceof UserError)) throw error;
  return error.in({ name: 'Imagefile', text: imagefile }).message;
}

describe('an index that is not taken', () => {
  const said = (fault: IndexFault, archive: typeof ARCHIVE) => {
    const problem = describeIndex({ kind: 'index', archive, fault, explanation: ['apt says so'] }, spec());
    return text(new UserError([{ ...problem, ...placeOfArchive(archive, spec()) }]));
  };

  test.each<[IndexFault, string, string]>([
    [
      'expired',
      'has expired: the mirror is no longer updated [expired-index]',
      'name another "mirror", or a "snapshot" for a time in the past',
    ],
    [
      'unknown-key',
      "is signed by a key that is not one of Debian's [wrong-key]",
      'use a newer mib/frontend, which has newer keys',
    ],
    [
      'expired-key',
      'is signed by a key that has expired [expired-key]',
      'use a newer mib/frontend, which has newer keys',
    ],
    ['weak-digest', 'is signed with a weak digest [weak-digest]', 'ask its maintainers to sign it again'],
    [
      'bad-signature',
      'has no good signature [bad-signature]',
      'check that the mirror serves it unchanged, and that no login page is in between',
    ],
    [
      'invalid',
      'is not one that an archive would have [invalid-index]',
      'check that the mirror serves it unchanged',
    ],
  ])('because it is %s', (fault, what, remedy) => {
    expect(said(fault, ARCHIVE)).toBe(
      `Imagefile:2: the index of suite "trixie" ${what}\n  ${remedy}\n  apt says so`,
    );
  });

  test.each<[IndexFault, string, string]>([
    ['expired', 'has expired: the mirror is no longer updated [expired-index]', 'ask its maintainers'],
    ['invalid', 'is not one that an archive would have [invalid-index]', 'tell its maintainers'],
    [
      'unknown-key',
      'is signed by a key that is not the one in "key" [wrong-key]',
      'use the current key of the repository',
    ],
    [
      'expired-key',
      'is signed by a key that has expired [expired-key]',
      'use the current key of the repository',
    ],
  ])('of a repository, because it is %s', (fault, what, remedy) => {
    expect(said(fault, OTHER)).toBe(
      `Imagefile:5: the index of repository "http://other.example stable" ${what}\n  ${remedy}\n  apt says so`,
    );
  });
});

describe('lists of packages that could not be had', () => {
  const list = (sha256: string) => ({
    component: 'main',
    file: { name: 'main/Packages.xz', path: `main/by-hash/SHA256/${sha256}`, sha256, size: 1 },
  });
  const indexed = [
    { archive: ARCHIVE, indexes: [list('a'.repeat(64))] },
    { archive: OTHER, indexes: [list('b'.repeat(64))] },
  ];
  const said = (answer: string) => text(listProblem(new BridgeError(answer), indexed, spec()));

  test('are named by their archive', () => {
    expect(said(`digest mismatch sha256:${'c'.repeat(64)}: sha256:${'b'.repeat(64)}`)).toBe(
      'Imagefile:5: a package list on the mirror http://other.example does not match its InRelease [mirror-unreachable]\n' +
        '  the mirror may be in the middle of an update: try again, or name another as "mirror" of "suite"',
    );
    expect(
      said(`Get "http://other.example/dists/stable/main/by-hash/SHA256/${'b'.repeat(64)}": EOF`),
    ).toMatch(/^Imagefile:5: the mirror http:\/\/other\.example does not answer \[mirror-unreachable\]/);
  });
});

describe('a failed download', () => {
  const said = (answer: string) => text(downloadProblem(new BridgeError(answer), ARCHIVE, spec()));

  test('of a suite that is not there', () => {
    expect(said('failed to load cache key: invalid response status 404')).toBe(
      'Imagefile:2: suite "trixie" is not on the mirror http://mirror.example/debian [unknown-suite]',
    );
  });

  test('from a mirror that is not there', () => {
    expect(
      said('failed to load cache key: Get "http://mirror.example/x": dial tcp: connection refused'),
    ).toBe(
      'Imagefile:2: the mirror http://mirror.example/debian does not answer [mirror-unreachable]\n  Get "http://mirror.example/x": dial tcp: connection refused',
    );
  });

  test('of a suite that has moved', () => {
    const imagefile = 'suite: buster\npackages: [curl]\nentry: /x\n';
    const buster = { url: 'http://mirror.example/debian', suite: 'buster' };
    const error = new BridgeError('failed to load cache key: invalid response status 404');
    expect(text(downloadProblem(error, buster, spec(imagefile)), imagefile)).toBe(
      'Imagefile:1: suite "buster" is not on the mirror http://mirror.example/debian [unknown-suite]\n' +
        '  old suites have moved: name an archive of old suites as "mirror" of "suite"',
    );
  });

  test('without SHA-256', () => {
    expect(text(indexProblem(new Error('the Release file has no SHA256'), ARCHIVE, spec()))).toBe(
      'Imagefile:2: the index of suite "trixie" has no SHA-256 checksums, only weak digests [weak-digest]\n' +
        '  name another mirror, or ask its maintainers to add SHA-256',
    );
  });

  test('is told from other failures', () => {
    const error = new BridgeError('process "mib resolve" did not complete successfully: exit code: 1');
    expect(downloadProblem(error, ARCHIVE, spec())).toBe(error);
  });

  test('points to the suite when the file names one', () => {
    const imagefile = 'suite: bookworm\npackages: [curl]\nentry: /x\n';
    const problem = indexProblem(new Error('it has no Date'), ARCHIVE, spec(imagefile));
    expect(text(problem, imagefile)).toBe(
      'Imagefile:1: the mirror http://mirror.example/debian does not return an index of trixie [mirror-unreachable]\n  it has no Date',
    );
  });
});

test('a suite that has no such port says which it has', () => {
  const release = parseRelease(
    'Date: Sat, 06 Sep 2025 10:00:00 UTC\nArchitectures: all amd64 arm64\nSHA256:\n',
  );
  expect(text(noArchitecture(release, 'riscv64', ARCHIVE, spec()))).toBe(
    'Imagefile:2: suite "trixie" has no packages for riscv64 [unknown-platform]\n  it has amd64, arm64',
  );
});

test('a component that a suite or a repository does not have is named with those that it has', () => {
  const release = parseRelease(
    'Date: Sat, 06 Sep 2025 10:00:00 UTC\nComponents: main updates/contrib\nSHA256:\n' +
      ` ${'0'.repeat(64)} 1 contrib/binary-armhf/Packages.xz\n`,
  );
  const said = (archive: typeof ARCHIVE, ...components: readonly string[]) =>
    unknownComponents(release, { ...archive, components, base: true }, spec());
  expect(said(ARCHIVE, 'main', 'contrib')).toBeUndefined();
  expect(text(said(ARCHIVE, 'main', 'contrb', 'free'))).toBe(
    'Imagefile:2: suite "trixie" has no component "contrb" [unknown-component]\n  it has main, updates/contrib\n' +
      'Imagefile:2: suite "trixie" has no component "free" [unknown-component]\n  it has main, updates/contrib',
  );
  expect(text(said(OTHER, 'stable'))).toBe(
    'Imagefile:5: repository "http://other.example stable" has no component "stable" [unknown-component]\n' +
      '  it has main, updates/contrib',
  );
});
