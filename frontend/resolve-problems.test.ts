import { describe, expect, test } from 'vitest';
import type { ResolveProblem } from '../src/debian/resolution.ts';
import { parseImagefile } from '../src/imagefile/parse.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { BridgeError } from './bridge.ts';
import { UserError } from './errors.ts';
import { downloadProblem, noIndexProblem, problemsOf } from './resolve-problems.ts';

const TEXT = 'packages:\n  - nginx-lite\n  - libfoo=1.0\nentry: /x\n';
const FILE = { name: 'Imagefile', text: TEXT };
const ARCHIVE = { url: 'http://mirror.example/debian', suite: 'trixie' };

function spec(text = TEXT): Spec {
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  return spec as Spec;
}

function message(problem: ResolveProblem, elsewhere?: ReadonlyMap<string, readonly string[]>): string {
  return new UserError(problemsOf([problem], spec(), 'amd64', elsewhere), FILE).message;
}

describe('what stands in the way of a lock, in words', () => {
  test('a package that does not exist', () => {
    const problem = {
      kind: 'unknown-package',
      package: 'nginx-lite',
      near: ['nginx-light', 'nginx'],
    } as const;
    expect(message(problem)).toBe(
      'Imagefile:2: package "nginx-lite" does not exist in trixie [unknown-package]\n  did you mean "nginx-light" or "nginx"?',
    );
  });

  test('one that exists elsewhere', () => {
    const problem = { kind: 'unknown-package', package: 'nginx-lite', near: [] } as const;
    expect(message(problem, new Map([['nginx-lite', ['arm64', 'armhf']]]))).toBe(
      'Imagefile:2: package "nginx-lite" is not built for amd64, only for arm64, armhf [package-not-on-architecture]\n  write "nginx-lite[arm64 armhf]" to leave it out elsewhere',
    );
  });

  test('a version that does not exist', () => {
    const problem = {
      kind: 'unknown-version',
      package: 'libfoo',
      version: '1.0',
      known: ['1.2-1', '1.1-3'],
    } as const;
    expect(message(problem)).toBe(
      'Imagefile:3: package "libfoo" has no version "1.0" in trixie [unknown-package]\n  there is "1.2-1" or "1.1-3"',
    );
  });

  test('a dependency that cannot be had', () => {
    const explanation = ['nginx-lite Depends libbar (>= 2)', 'but 1 is to be installed'];
    expect(message({ kind: 'unsatisfiable', package: 'nginx-lite', explanation })).toBe(
      'Imagefile:2: package "nginx-lite" cannot be installed [unsatisfiable]\n  nginx-lite Depends libbar (>= 2)\n  but 1 is to be installed',
    );
  });

  test('a signature by a stranger, and an old index', () => {
    expect(message({ kind: 'bad-signature', suite: 'trixie', explanation: ['No good signature'] })).toBe(
      'Imagefile:2: the index of suite "trixie" is not signed by a key of the archive [bad-signature]\n  No good signature',
    );
    expect(message({ kind: 'expired', suite: 'trixie-updates', explanation: ['invalid since 3d'] })).toBe(
      'Imagefile:2: the index of suite "trixie-updates" is past its date: the mirror is no longer updated [expired-index]\n  invalid since 3d',
    );
  });
});

describe('a failed download', () => {
  const said = (text: string) =>
    (downloadProblem(new BridgeError(text), ARCHIVE, spec(), FILE) as Error).message;

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

  test('is told from other failures', () => {
    const error = new BridgeError('process "mib resolve" did not complete successfully: exit code: 1');
    expect(downloadProblem(error, ARCHIVE, spec(), FILE)).toBe(error);
  });

  test('points to the suite when the file names one', () => {
    const text = 'suite: bookworm\npackages: [curl]\nentry: /x\n';
    const problem = noIndexProblem(new Error('it has no Date'), ARCHIVE, spec(text), {
      name: 'Imagefile',
      text,
    });
    expect(problem.message).toBe(
      'Imagefile:1: the mirror http://mirror.example/debian answers with something that is no index of trixie [mirror-unreachable]\n  it has no Date',
    );
  });
});
