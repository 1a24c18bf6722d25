import type { Code } from './diagnostic.ts';

/** Problem is a diagnostic without a place. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly fix?: string;
}

export function problem(code: Code, message: string, fix?: string): Problem {
  return fix === undefined ? { code, message } : { code, message, fix };
}

/** Returns the fix for a typo. */
export function didYouMean(meant: string): string {
  return `did you mean "${meant}"?`;
}
