/** Range is a half-open range of UTF-16 offsets into the text of a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Diagnostic is a problem that the user can fix: message, place, code and, if known, the fix. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable name, documented in docs/errors.md, e.g. `unknown-key`. */
  readonly code: Code;
  /** Names the subject and the offending value; one sentence without a full stop at its end. */
  readonly message: string;
  /** Suggested replacement, if known. */
  readonly fix?: string;
  readonly at: Range;
}

/** Every error code. docs/errors.md has a section for each, which a test checks. */
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
  'invalid-file',
  'invalid-certificate',
  'private-key',
  'unknown-timezone',
  'unknown-locale',
  'unknown-context',
  'unusable-base',
  'unknown-ref',
  'wrong-commit',
  'source-unreachable',
  'fetch-failed',
  'missing-output',
  'missing-entry',
  'missing-library',
  'needed-file',
  'world-writable',
  'foreign-elf',
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
  'invalid-index',
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
  'unreadable-trace',
  'verify-failed',
  'disk-full',
  'invalid-option',
  'cannot-export',
  'internal',
] as const;

export type Code = (typeof CODES)[number];
