/** Line is one line of the output of `strace -f`. The text of a call may be only a part of the call. */
export type Line =
  | { readonly kind: 'call'; readonly pid: number; readonly text: string }
  /** strace printed a line of another process before the call had ended; `resumed` has the rest. */
  | { readonly kind: 'unfinished'; readonly pid: number; readonly text: string }
  | { readonly kind: 'resumed'; readonly pid: number; readonly name: string; readonly text: string }
  | { readonly kind: 'exit'; readonly pid: number }
  /** The thread `by` called execve: it continues as `pid`, and the other threads have ended. */
  | { readonly kind: 'superseded'; readonly pid: number; readonly by: number }
  /** A signal, or a remark by strace. */
  | { readonly kind: 'other' };

/** UnreadableTrace ends the reading of a trace: a line that is skipped would be a lost event. */
export class UnreadableTrace extends Error {
  override readonly name = 'UnreadableTrace';
}

/** The end of a line that continues elsewhere. The second form is for a thread whose id execve changed. */
const INTERRUPTED = / <(?:unfinished|pid changed to \d+) \.\.\.>$/;

/** Reads a line. @throws {UnreadableTrace} */
export function readLine(line: string): Line {
  const [prefix = '', digits = ''] = /^(\d+) +/.exec(line) ?? [];
  if (prefix === '') throw unreadable(line);
  const pid = Number(digits);
  const text = line.slice(prefix.length);
  if (text.startsWith('--- ') && text.endsWith(' ---')) return { kind: 'other' };
  if (/^\[ Process PID=\d+ runs in .* mode\. \]$/.test(text)) return { kind: 'other' };
  if (text.startsWith('+++ ')) return readEnd(line, pid, text);
  const resumed = /^<\.\.\. (\w+|\?{3}) resumed>(.*)$/.exec(text);
  if (resumed !== null) return { kind: 'resumed', pid, name: resumed[1] ?? '', text: resumed[2] ?? '' };
  const interrupted = INTERRUPTED.exec(text);
  if (interrupted !== null) return { kind: 'unfinished', pid, text: text.slice(0, interrupted.index) };
  if (/^(\w+|\?{3})\(/.test(text)) return { kind: 'call', pid, text };
  throw unreadable(line);
}

function readEnd(line: string, pid: number, text: string): Line {
  if (/^\+\+\+ (exited with \d+|killed by \S+( \(core dumped\))?) \+\+\+$/.test(text))
    return { kind: 'exit', pid };
  const by = /^\+\+\+ superseded by execve in pid (\d+) \+\+\+$/.exec(text)?.[1];
  if (by !== undefined) return { kind: 'superseded', pid, by: Number(by) };
  throw unreadable(line);
}

/** Makes an error that quotes the text, shortened so that it does not bury the message. */
export function unreadable(text: string, why = 'a line of strace cannot be read'): UnreadableTrace {
  return new UnreadableTrace(`${why}: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`);
}
