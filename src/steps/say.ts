import type { Message } from '../prune/messages.ts';

/** Writes problems the way every step does; the status is that of a failed step. */
export function complain(problems: readonly Message[]): number {
  for (const { message, code, fix } of problems) {
    say(`${message} [${code}]${fix === undefined ? '' : `\n  ${fix}`}`);
  }
  return 1;
}

/** One line for the person who watches the build. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
