import { printable } from '../../../src/tree/printable.ts';

/** Target is a function of mib that reads what others wrote. */
export interface Target {
  readonly name: string;
  /** Valid inputs, small ones. */
  readonly seeds: () => readonly (string | Uint8Array)[];
  /** Set for JSON: then values are changed, too, and not only bytes. */
  readonly isJson?: true;
  /** Milliseconds that an input of no length may take, if that is not the usual limit. */
  readonly time?: number;
  /** Keywords of the format. */
  readonly words: readonly (string | Uint8Array)[];
  /**
   * Reads an input. It throws what the function throws, and an error of its own for a wrong answer.
   * @param input latin1, or bytes
   */
  read(input: Buffer): void;
  /** Reports whether an error is the answer that callers expect for a bad input. */
  readonly refuses: (error: unknown) => boolean;
}

/** Reports whether an error is a plain one with one of these messages: callers show it with the place. */
export function plainError(...messages: readonly RegExp[]): (error: unknown) => boolean {
  return (error) =>
    error instanceof Error &&
    error.constructor === Error &&
    messages.some((each) => each.test(error.message));
}

/** Returns strings whose characters are bytes. */
export function raw(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => Buffer.from(text, 'latin1'));
}

/** Throws unless a message shows nothing that a terminal obeys, and has a length in proportion to its cause. */
export function mustBeReadable(message: string, cause: string): void {
  must(
    message.split('\n').every((line) => printable(line) === line),
    `raw characters in ${JSON.stringify(message)}`,
  );
  must(message.length < 20_000 + 4 * cause.length, `a message of ${message.length} characters`);
}

/** Refuses nothing: the function has an answer for any input. */
export const never = (): boolean => false;

/** Throws unless something holds that must. */
export function must(holds: boolean, what: string): void {
  if (!holds) throw new WrongAnswer(what);
}

export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}
