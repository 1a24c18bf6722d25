import type { Code } from './diagnostic.ts';

/** A diagnostic before it has a place. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly fix?: string;
}

export function problem(code: Code, message: string, fix?: string): Problem {
  return fix === undefined ? { code, message } : { code, message, fix };
}

/** The fix for a slip of the hand. */
export function didYouMean(meant: string): string {
  return `did you mean "${meant}"?`;
}
