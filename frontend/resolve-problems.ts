import type { ResolveProblem } from '../src/debian/resolution.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { BridgeError } from './bridge.ts';
import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';

/** What stood in the way of a lock, at the lines that asked for it. */
export function problemsOf(problems: readonly ResolveProblem[], spec: Spec, architecture: string): Problem[] {
  return problems.map((problem) => ({ ...describe(problem, architecture), ...placeOf(problem, spec) }));
}

function describe(problem: ResolveProblem, architecture: string): Problem {
  switch (problem.kind) {
    case 'unknown-package':
      return {
        code: 'unknown-package',
        message: `package "${problem.package}" does not exist for ${architecture} in this suite`,
        ...suggestion(problem.near),
      };
    case 'unknown-version':
      return {
        code: 'unknown-package',
        message: `package "${problem.package}" has no version "${problem.version}" in this suite`,
        ...(problem.known.length === 0 ? {} : { fix: `there is ${quoted(problem.known)}` }),
      };
    case 'unsatisfiable':
      return {
        code: 'unsatisfiable',
        message: `package "${problem.package}" cannot be installed`,
        fix: problem.explanation.join('\n  '),
      };
    case 'bad-signature':
      return {
        code: 'bad-signature',
        message: `the index of suite "${problem.suite}" is not signed by a key of the archive`,
        fix: problem.explanation.join('\n  '),
      };
    case 'expired':
      return {
        code: 'expired-index',
        message: `the index of suite "${problem.suite}" is past its date: the mirror is no longer updated`,
        fix: problem.explanation.join('\n  '),
      };
  }
}

function placeOf(problem: ResolveProblem, spec: Spec): Pick<Problem, 'at'> {
  const requested =
    'package' in problem ? spec.packages.find((request) => request.name === problem.package) : undefined;
  if (requested !== undefined) return { at: requested.at };
  if (spec.suite.at.end > spec.suite.at.start) return { at: spec.suite.at };
  return spec.packages[0] === undefined ? {} : { at: spec.packages[0].at };
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

/** A failed download as a problem of the Imagefile; anything else passes through. */
export function unreachable(
  error: unknown,
  url: string,
  spec: Spec,
  file: SourceFile,
  suite?: string,
): unknown {
  if (!(error instanceof BridgeError)) return error;
  const place = spec.suite.at.end > spec.suite.at.start ? { at: spec.suite.at } : {};
  if (suite !== undefined && /response status 404|404 Not Found/.test(error.message)) {
    const message = `suite "${suite}" is not on the mirror ${url}`;
    return new UserError([{ code: 'unknown-suite', message, ...place }], file);
  }
  const cause = error.message.replace(/^(failed to \w+( \w+)*: )+/, '');
  const message = `the mirror ${url} does not answer: ${cause}`;
  return new UserError([{ code: 'mirror-unreachable', message, ...place }], file);
}
