/** A half-open range of UTF-16 offsets into the text of a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One problem a person can mend: what is wrong, where, by which rule, and how to put it right. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable name, documented in docs/errors.md, e.g. `unknown-key`. */
  readonly code: Code;
  /** Names the subject and the offending value; one sentence without a full stop at its end. */
  readonly message: string;
  /** What to write instead, where that is known. */
  readonly fix?: string;
  readonly at: Range;
}

/** Every code a user can see. docs/errors.md has a section for each, and a test compares the two. */
export const CODES = [
  'yaml-syntax',
  'duplicate-key',
  'too-many-aliases',
  'unknown-key',
  'wrong-type',
  'invalid-value',
  'missing-key',
  'missing-argument',
  'unknown-argument',
  'not-supported-yet',
  'unsafe-path',
  'missing-context-file',
  'unknown-context',
  'cannot-build-upon',
  'unknown-ref',
  'wrong-commit',
  'source-unreachable',
  'missing-output',
  'missing-entry',
  'needed-file',
  'world-writable',
  'unknown-package',
  'package-not-on-architecture',
  'unsatisfiable',
  'ambiguous-package',
  'bad-signature',
  'wrong-key',
  'expired-key',
  'weak-digest',
  'invalid-key',
  'expired-index',
  'mirror-unreachable',
  'unknown-suite',
  'unknown-component',
  'invalid-lock',
  'lock-mismatch',
  'package-gone',
  'package-altered',
  'unknown-target',
  'unknown-platform',
  'no-emulation',
  'lint-failed',
  'run-failed',
  'no-baseline',
  'invalid-baseline',
  'check-failed',
  'verify-failed',
  'invalid-option',
  'cannot-export',
  'internal',
] as const;

export type Code = (typeof CODES)[number];
