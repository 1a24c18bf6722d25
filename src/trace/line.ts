/** One line of strace's output with `-f`: who, and what became of it. The text of a call may be a part of it. */
export type Line =
  | { readonly kind: 'call'; readonly pid: number; readonly text: string }
  /** Another process was reported before the call had ended; `resumed` brings the rest. */
  | { readonly kind: 'unfinished'; readonly pid: number; readonly text: string }
  | { readonly kind: 'resumed'; readonly pid: number; readonly name: string; readonly text: string }
  | { readonly kind: 'exit'; readonly pid: number }
  /** The thread `by` called execve: it goes on as `pid`, and the other threads are gone. */
  | { readonly kind: 'superseded'; readonly pid: number; readonly by: number }
  /** A signal, or a remark of strace. */
  | { readonly kind: 'other' };

/** What cannot be read would be a lost event, so it ends the reading. */
export class UnreadableTrace extends Error {
  override readonly name = 'UnreadableTrace';
}

/** How a line ends that goes on elsewhere. The second form is that of a thread whose number execve changed. */
const INTERRUPTED = / <(?:unfinished|pid changed to \d+) \.\.\.>$/;

/** @throws {UnreadableTrace} */
export function readLine(line: string): Line {
  const [prefix = '', digits = ''] = /^(\d+) +/.exec(line) ?? [];
  if (prefix === '') throw unreadable(line);
  const pid = Number(digits);
  const text = line.slice(prefix.length);
  if (text.startsWith('--- ') && text.endsWith(' ---')) return { kind: 'other' };
  if (/^\[ Process PID=\d+ runs in .* mode\. \]$/.test(text)) return { kind: 'other' };
  if (text.startsWith('+++ ')) return readEnd(line, pid, text);
  const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(text);
  if (resumed !== null) return { kind: 'resumed', pid, name: resumed[1] ?? '', text: resumed[2] ?? '' };
  const interrupted = INTERRUPTED.exec(text);
  if (interrupted !== null) return { kind: 'unfinished', pid, text: text.slice(0, interrupted.index) };
  if (/^\w+\(/.test(text)) return { kind: 'call', pid, text };
  throw unreadable(line);
}

function readEnd(line: string, pid: number, text: string): Line {
  if (/^\+\+\+ (exited with \d+|killed by \S+( \(core dumped\))?) \+\+\+$/.test(text))
    return { kind: 'exit', pid };
  const by = /^\+\+\+ superseded by execve in pid (\d+) \+\+\+$/.exec(text)?.[1];
  if (by !== undefined) return { kind: 'superseded', pid, by: Number(by) };
  throw unreadable(line);
}

/** Long lines are cut, not to bury the message. */
export function unreadable(text: string, why = 'a line of strace cannot be read'): UnreadableTrace {
  return new UnreadableTrace(`${why}: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`);
}
