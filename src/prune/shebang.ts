import { decodeName } from '../tree/names.ts';

/** BINPRM_BUF_SIZE: the kernel reads no more bytes of a script's first line. */
export const LONGEST_LINE = 256;

/** Returns the words of a script's first line without `#!`; undefined if the file is no script. */
export function shebang(start: Uint8Array): readonly string[] | undefined {
  if (start[0] !== 0x23 || start[1] !== 0x21) return undefined;
  const line = decodeName(start.subarray(2)).split('\n', 1)[0] ?? '';
  const [, interpreter, argument] = /^[ \t]*([^ \t]+)[ \t]*(.*?)[ \t\r]*$/.exec(line) ?? [];
  if (interpreter === undefined) return undefined;
  // The kernel passes the rest of the line as one argument.
  return argument ? [interpreter, argument] : [interpreter];
}

/** Returns the program that `env` starts (env(1) of coreutils: options, assignments, `-S` splits). */
export function envProgram(argument: string): string | undefined {
  const split = /^(?:-[a-z]*S|--split-string=?)\s*(.*)$/.exec(argument)?.[1] ?? argument;
  return split.split(/\s+/).find((word) => word !== '' && !word.startsWith('-') && !word.includes('='));
}
