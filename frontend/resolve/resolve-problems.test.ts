import { describe, expect, test } from 'vitest';
import type { ResolveProblem } from '../../src/debian/resolution.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { UserError } from '../errors/user-error.ts';
import { problemsOf } from './resolve-problems.ts';

const TEXT = 'packages:\n  - nginx-lite\n  - libfoo=1.0\nentry: /x\n';
const FILE = { name: 'Imagefile', text: TEXT };
const ARCHIVE = { url: 'http://mirror.example/debian', suite: 'trixie' };

function spec(text = TEXT): Spec {
  const { spec, diagnostics } = parseImagefile(text);
  expect(diagnostics).toEqual([]);
  return spec as Spec;
}

function message(problem: ResolveProblem, elsewhere?: ReadonlyMap<string, readonly string[]>): string {
  return new UserError(problemsOf([problem], spec(), 'amd64', elsewhere)).in(FILE).message;
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
      'Imagefile:3: package "libfoo" has no version "1.0" in trixie [unknown-package]\n  choose "1.2-1" or "1.1-3"',
    );
  });

  test('a dependency that cannot be had', () => {
    const explanation = ['nginx-lite Depends libbar (>= 2)', 'but 1 is to be installed'];
    expect(message({ kind: 'unsatisfiable', package: 'nginx-lite', explanation })).toBe(
      'Imagefile:2: package "nginx-lite" cannot be installed [unsatisfiable]\n  nginx-lite Depends libbar (>= 2)\n  but 1 is to be installed',
    );
  });

  test('a dependency that a repository has, but may not give', () => {
    const overrides = [{ url: 'http://packages.example/debian', suite: 'stable' }];
    const explanation = ['nginx-lite Breaks libbar (<< 2)'];
    expect(message({ kind: 'unsatisfiable', package: 'nginx-lite', explanation, overrides })).toBe(
      'Imagefile:2: package "nginx-lite" cannot be installed [unsatisfiable]\n  nginx-lite Breaks libbar (<< 2)\n' +
        '  it can if repository "http://packages.example/debian stable" may replace packages of Debian; allow that with override: true',
    );
  });

  test('a version that two archives have as different files', () => {
    const archives = [ARCHIVE, { url: 'http://other.example', suite: 'stable' }];
    expect(message({ kind: 'ambiguous', package: 'nginx-lite', version: '1.2', archives })).toBe(
      'Imagefile:2: package "nginx-lite" 1.2 is not the same file in http://mirror.example/debian trixie and http://other.example stable [ambiguous-package]\n' +
        '  pick one: write "nginx-lite/trixie" or "nginx-lite/stable"',
    );
  });
});
