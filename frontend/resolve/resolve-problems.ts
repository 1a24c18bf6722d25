import type { Archive } from '../../src/debian/archive.ts';
import type { ResolveProblem } from '../../src/debian/resolution.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import type { Problem } from '../errors/user-error.ts';
import { archivePlace, describeIndex, placeOfArchive } from './index-problems.ts';
import type { Elsewhere } from './other-architectures.ts';

/** Describes why packages cannot be chosen, at the lines that request them. */
export function problemsOf(
  problems: readonly ResolveProblem[],
  spec: Spec,
  architecture: string,
  elsewhere: Elsewhere = new Map(),
): Problem[] {
  return problems.map((problem) => {
    const others = problem.kind === 'unknown-package' && elsewhere.get(problem.package);
    const what = others
      ? onOtherArchitectures(problem.package, architecture, others)
      : describe(problem, spec);
    return { ...what, ...placeOf(problem, spec) };
  });
}

function onOtherArchitectures(name: string, architecture: string, others: readonly string[]): Problem {
  return {
    code: 'package-not-on-architecture',
    message: `package "${name}" is not built for ${architecture}, only for ${others.join(', ')}`,
    fix: `write "${name}[${others.join(' ')}]" to leave it out elsewhere`,
  };
}

function describe(problem: ResolveProblem, spec: Spec): Problem {
  const suite = spec.suite.name;
  switch (problem.kind) {
    case 'unknown-package':
      return {
        code: 'unknown-package',
        message: `package "${problem.package}" does not exist in ${suite}`,
        ...suggestion(problem.near),
      };
    case 'unknown-version':
      return {
        code: 'unknown-package',
        message: `package "${problem.package}" has no version "${problem.version}" in ${suite}`,
        ...(problem.known.length === 0 ? {} : { fix: `choose ${quoted(problem.known)}` }),
      };
    case 'unsatisfiable':
      return {
        code: 'unsatisfiable',
        message: `package "${problem.package}" cannot be installed`,
        fix: [...problem.explanation, ...(problem.overrides ?? []).map(overrideText)].join('\n  '),
      };
    case 'ambiguous':
      return {
        code: 'ambiguous-package',
        message: `package "${problem.package}" ${problem.version} is not the same file in ${archivesText(problem.archives)}`,
        fix: `pick one: write ${quoted(problem.archives.map((archive) => `${problem.package}/${archive.suite}`))}`,
      };
    case 'index':
      return describeIndex(problem, spec);
  }
}

function overrideText({ url, suite }: Archive): string {
  return `it can if repository "${url} ${suite}" may replace packages of Debian; allow that with override: true`;
}

function archivesText(archives: readonly Archive[]): string {
  return archives.map(({ url, suite }) => `${url} ${suite}`).join(' and ');
}

function placeOf(problem: ResolveProblem, spec: Spec): Pick<Problem, 'at'> {
  if (problem.kind === 'index') return placeOfArchive(problem.archive, spec);
  const requested =
    'package' in problem ? spec.packages.find((request) => request.name === problem.package) : undefined;
  return requested === undefined ? archivePlace(spec) : { at: requested.at };
}

function suggestion(near: readonly string[]): Pick<Problem, 'fix'> {
  return near.length === 0 ? {} : { fix: `did you mean ${quoted(near)}?` };
}

function quoted(names: readonly string[]): string {
  return names
    .map((name) => `"${name}"`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
}
