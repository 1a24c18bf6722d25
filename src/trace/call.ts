import { decodeName } from '../tree/names.ts';
import { unreadable } from './line.ts';

/** Call is a system call that has ended. */
export interface Call {
  readonly name: string;
  /** As strace writes them. */
  readonly args: readonly string[];
  /** The return value; undefined if the call never returned or will be restarted. */
  readonly result: number | undefined;
  /** The name of the error, e.g. `ENOENT`; `result` is -1 then. */
  readonly error?: string;
}

/**
 * Reads `name(arg, arg) = result`. Commas and brackets in strings and structures do not separate arguments.
 * @throws {UnreadableTrace}
 */
export function readCall(text: string): Call {
  const open = text.indexOf('(');
  const args: string[] = [];
  let start = open + 1;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '(' || character === '[' || character === '{') depth++;
    else if (depth > 0) depth -= character === ')' || character === ']' || character === '}' ? 1 : 0;
    else if (character === ',' || character === ')') {
      const arg = text.slice(start, at).trim();
      if (arg !== '' || character === ',') args.push(arg);
      start = at + 1;
      if (character === ')') return { name: text.slice(0, open), args, ...readResult(text, start) };
    }
  }
  throw unreadable(text);
}

/** Returns the position of the quote that ends the string at `at`, or the end of the text without one. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function readResult(text: string, at: number): Pick<Call, 'result' | 'error'> {
  const match = /^\s*= (\?|-?\d+|0x[0-9a-f]+)(?: (E[A-Z0-9]+)\b.*| \(.*\)| <unavailable>)?$/.exec(
    text.slice(at),
  );
  if (match === null) throw unreadable(text);
  const [, value = '?', error] = match;
  if (value === '?') return { result: undefined };
  const result = Number(value);
  // strace has no name for some errors: `-1 (errno 4095)`.
  const failure = error ?? (result < 0 ? 'E?' : undefined);
  return { result, ...(failure === undefined ? {} : { error: failure }) };
}

/** The characters that the letters after a backslash stand for (C11 6.4.4.4). */
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };

/**
 * Decodes a quoted string of strace, e.g. `"caf\303\251"`.
 * @throws {UnreadableTrace} for anything but a whole string, e.g. `"abc"...` or an address
 */
export function readString(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  if (quoted === undefined) throw unreadable(text, 'strace could not show a whole path');
  if (/^[ -[\]-~]*$/.test(quoted)) return quoted;
  const bytes: number[] = [];
  for (const [, octal, hex, letter, plain] of quoted.matchAll(
    /\\([0-7]{1,3})|\\x([0-9a-f]{2})|\\(.)|([^\\])/gs,
  )) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else bytes.push(codeOf(letter, plain));
  }
  return decodeName(Uint8Array.from(bytes));
}

/** Decodes an array of strings. It may end early: strace shows `...` for what it leaves out or cannot read. */
export function readStrings(text: string): readonly string[] {
  return (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((quoted) => readString(quoted));
}

function codeOf(letter: string | undefined, plain: string | undefined): number {
  return (letter === undefined ? undefined : ESCAPES[letter]) ?? (letter ?? plain ?? '').charCodeAt(0);
}
