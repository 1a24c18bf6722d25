import type { Archive } from '../src/debian/lock.ts';
import type { ResolveProblem } from '../src/debian/resolution.ts';
import type { Range } from '../src/imagefile/diagnostic.ts';
import type { Spec } from '../src/imagefile/spec.ts';
import { BridgeError } from './bridge.ts';
import type { Elsewhere } from './elsewhere.ts';
import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';

/** What stood in the way of a lock, at the lines that asked for it. */
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
      : describe(problem, spec.suite.name);
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

function describe(problem: ResolveProblem, suite: string): Problem {
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
  return requested === undefined ? archivePlace(spec) : { at: requested.at };
}

/** The line that stands for the archive as a whole: the suite's, or else that of the first package. */
function archivePlace(spec: Spec): Pick<Problem, 'at'> {
  const [at] = suitePlace(spec);
  return at === undefined ? {} : { at };
}

/** The same as a list, for the steps that use the archive. */
export function suitePlace(spec: Spec): Range[] {
  if (spec.suite.at.end > spec.suite.at.start) return [spec.suite.at];
  return spec.packages.slice(0, 1).map((requested) => requested.at);
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

/** Something was served in place of an index: a page that asks for a login, or half a file. */
export function noIndexProblem(error: unknown, archive: Archive, spec: Spec, file: SourceFile): UserError {
  const message = `the mirror ${archive.url} answers with something that is no index of ${archive.suite}`;
  const fix = error instanceof Error ? error.message : String(error);
  return new UserError([{ code: 'mirror-unreachable', message, fix, ...archivePlace(spec) }], file);
}

/**
 * What the daemon's http source says when a server cannot be reached or has no such file (`source/http/source.go`). With
 * a checksum it looks at no status, so that a page about an error is a mismatch, too.
 */
const NOT_FOUND = /invalid response status 404/;
const MISMATCH = /digest mismatch /;
const NO_ANSWER = /(Get|Head) "[^"]*": .*|invalid response status .*|unexpected EOF/;

/** A failed download as a problem of the Imagefile; anything else passes through. */
export function downloadProblem(error: unknown, archive: Archive, spec: Spec, file: SourceFile): unknown {
  if (!(error instanceof BridgeError)) return error;
  const place = archivePlace(spec);
  if (NOT_FOUND.test(error.message)) {
    const message = `suite "${archive.suite}" is not on the mirror ${archive.url}`;
    return new UserError([{ code: 'unknown-suite', message, ...place }], file);
  }
  if (MISMATCH.test(error.message)) {
    const message = `a list of packages on the mirror ${archive.url} is not the one that its InRelease names`;
    const fix =
      'the mirror may be in the middle of an update: try again, or name another as "mirror" of "suite"';
    return new UserError([{ code: 'mirror-unreachable', message, fix, ...place }], file);
  }
  const cause = NO_ANSWER.exec(error.message)?.[0];
  if (cause === undefined) return error;
  const message = `the mirror ${archive.url} does not answer`;
  return new UserError([{ code: 'mirror-unreachable', message, fix: cause, ...place }], file);
}
