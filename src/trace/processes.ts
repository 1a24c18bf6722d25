/** What chdir, fchdir and chroot change. Threads share one. */
interface Place {
  root: string;
  /** Undefined after a change to a folder whose path was hidden. */
  folder: string | undefined;
}

/** The paths behind descriptors, by number; the last one opened stays, for close is not traced. */
type Descriptors = Map<number, string>;

/** What one process needs to make sense of a path. */
export interface Process {
  readonly place: Place;
  readonly descriptors: Descriptors;
}

export function firstProcess(folder: string): Process {
  return { place: { root: '/', folder }, descriptors: new Map() };
}

/** A child, as clone(2) makes it: it shares what the flags name, and has a copy of the rest. */
export function childOf(parent: Process, flags: string): Process {
  return {
    place: has(flags, 'CLONE_FS') ? parent.place : { ...parent.place },
    descriptors: has(flags, 'CLONE_FILES') ? parent.descriptors : new Map(parent.descriptors),
  };
}

/** The process after unshare(2). */
export function unshared(process: Process, flags: string): Process {
  return {
    place: has(flags, 'CLONE_FS') ? { ...process.place } : process.place,
    descriptors: has(flags, 'CLONE_FILES') ? new Map(process.descriptors) : process.descriptors,
  };
}

/** The process after execve(2), which ends the sharing of descriptors, but not that of the working directory. */
export function executed(process: Process): Process {
  return { place: process.place, descriptors: new Map(process.descriptors) };
}

/** Whether a set of flags, as strace writes it, has one. */
export function has(flags: string, flag: string): boolean {
  return new RegExp(`(^|[|={ ])${flag}($|[|,} ])`).test(flags);
}

/**
 * The absolute path a process means. `.`, empty components and the process's own root are worked in; links and `..`
 * are left, for only a walk through the tree can tell what they mean. `..` does not lead out of a root of its own.
 */
export function absolute(process: Process, folder: string, path: string): string {
  const { root } = process.place;
  const start = path.startsWith('/') ? root : folder;
  if (start === '/' && isPlain(path)) return path;
  const above = start === '/' ? '' : start;
  const floor = root === '/' ? 0 : root.length;
  let at = above;
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && floor > 0) at = at.slice(0, Math.max(floor, at.lastIndexOf('/')));
    else at += `/${part}`;
  }
  return at || '/';
}

/** Most paths are: absolute, with nothing to work in. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && path.length > 1 && !/\/(\.?\/|\.?$)/.test(path);
}

/** Names of a process's own things in /proc (proc_pid_fd(5)): descriptors, working directory, root. */
const OWN = /^\/(?:proc\/(?:self|thread-self|(\d+))\/(?:fd\/(\d+)|(cwd|root))|dev\/fd\/(\d+))(\/.*)?$/;

/** The absolute path that a path below /proc/self stands for, where the tables know it. */
export function throughProc(pid: number, process: Process, path: string): string | undefined {
  const match = path.startsWith('/proc/') || path.startsWith('/dev/') ? OWN.exec(path) : null;
  if (match === null) return undefined;
  const [, owner, descriptor, which, standard, rest = ''] = match;
  if (owner !== undefined && Number(owner) !== pid) return undefined;
  const number = descriptor ?? standard;
  const { root, folder } = process.place;
  const target =
    number === undefined ? (which === 'root' ? root : folder) : process.descriptors.get(Number(number));
  return target === undefined ? undefined : `${target === '/' ? '' : target}${rest}` || '/';
}
