import type { Message } from '../prune/messages.ts';
import { printable } from '../tree/printable.ts';

/** Prints problems in the format of all steps. @returns the exit status of a failed step */
export function complain(problems: readonly Message[]): number {
  for (const { message, code, fix } of problems) {
    say(`${message} [${code}]`, ...(fix === undefined ? [] : `  ${fix}`.split('\n')));
  }
  return 1;
}

/** Prints lines to the build's log, with src/tree/printable.ts. */
export function say(...lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `${printable(line)}\n`).join(''));
}
