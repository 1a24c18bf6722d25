import type { Entry } from '../../tree/tree.ts';
import type { Fault } from './fault.ts';

type Differs = Extract<Fault, { kind: 'differs' }>;

/** Allowed are the differences that the image may have. */
export interface Allowed {
  /** Seconds since 1970. Later mtimes in the full tree are clamped to it in the image. */
  readonly epoch: number;
  /** Reports whether a file lost its setuid and setgid bits. */
  readonly isCleared: (path: string) => boolean;
}

/** Returns the differences between the entries of a path in the full tree and the image. */
export function entryFaults(path: string, full: Entry, image: Entry, allowed: Allowed): readonly Differs[] {
  const differs = (what: Differs['what'], expected: string, found: string): Differs[] =>
    expected === found ? [] : [{ kind: 'differs', path, what, expected, found }];
  if (full.type !== image.type) return differs('type', full.type, image.type);
  const mode = allowed.isCleared(path) ? full.mode & 0o1777 : full.mode;
  const time = Math.min(full.mtime, allowed.epoch);
  return [
    ...differs('owner', `${full.uid}:${full.gid}`, `${image.uid}:${image.gid}`),
    ...differs('mode', octal(mode), octal(image.mode)),
    ...differs('size', String(full.size), String(image.size)),
    ...differs('time', String(time), String(image.mtime)),
  ];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/**
 * Finds files whose hard links differ from those in the full tree. The returned function is called with both entries of
 * each path and returns whether they agree.
 */
export function namesAgree(): (path: string, full: Entry, image: Entry) => boolean {
  const firstInFull = new Map<string, string>();
  const firstInImage = new Map<string, string>();
  const first = (known: Map<string, string>, inode: string | undefined, path: string) => {
    if (inode === undefined) return path;
    const name = known.get(inode) ?? path;
    known.set(inode, name);
    return name;
  };
  return (path, full, image) =>
    first(firstInFull, full.inode, path) === first(firstInImage, image.inode, path);
}
