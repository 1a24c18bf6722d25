import type { Message } from '../prune/messages.ts';

/** Prints problems in the format of all steps. @returns the exit status of a failed step */
export function complain(problems: readonly Message[]): number {
  for (const { message, code, fix } of problems) {
    say(`${message} [${code}]${fix === undefined ? '' : `\n  ${fix}`}`);
  }
  return 1;
}

/** Prints a line to the build's log. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
