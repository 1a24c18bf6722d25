/** Place is the state that chdir, fchdir and chroot change. Threads share it. */
interface Place {
  root: string;
  /** Undefined after a change to a folder whose path was hidden. */
  folder: string | undefined;
}

/** Descriptors are paths by descriptor number. Entries are only overwritten, because close is not traced. */
type Descriptors = Map<number, string>;

/** Process is the state of a process that its paths depend on. */
export interface Process {
  readonly place: Place;
  readonly descriptors: Descriptors;
}

/** Returns the process that strace starts. */
export function firstProcess(folder: string): Process {
  return { place: { root: '/', folder }, descriptors: new Map() };
}

/** Returns a child, as clone(2) makes it: it shares the state that the flags name and copies the rest. */
export function childOf(parent: Process, flags: string): Process {
  return {
    place: has(flags, 'CLONE_FS') ? parent.place : { ...parent.place },
    descriptors: has(flags, 'CLONE_FILES') ? parent.descriptors : new Map(parent.descriptors),
  };
}

/** Returns the process after unshare(2). */
export function unshared(process: Process, flags: string): Process {
  return {
    place: has(flags, 'CLONE_FS') ? { ...process.place } : process.place,
    descriptors: has(flags, 'CLONE_FILES') ? new Map(process.descriptors) : process.descriptors,
  };
}

/** Returns the process after execve(2), which unshares descriptors, but not the working directory. */
export function executed(process: Process): Process {
  return { place: process.place, descriptors: new Map(process.descriptors) };
}

/** Reports whether a set of flags, as strace prints it, contains one. */
export function has(flags: string, flag: string): boolean {
  return new RegExp(`(^|[|={ ])${flag}($|[|,} ])`).test(flags);
}

/**
 * Returns the absolute path that a process means. `.`, empty components and the process's root are resolved. Links and
 * `..` are kept, because only a walk through the tree can resolve them; but `..` cannot leave a root set by chroot.
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

/** Reports whether a path is absolute and needs no changes, as most are. */
function isPlain(path: string): boolean {
  return path.startsWith('/') && path.length > 1 && !/\/(\.?\/|\.?$)/.test(path);
}

/** Links to a process's own descriptors, working directory and root in /proc (proc_pid_fd(5)). */
const OWN = /^\/(?:proc\/(?:self|thread-self|(\d+))\/(?:fd\/(\d+)|(cwd|root))|dev\/fd\/(\d+))(\/.*)?$/;

/** Returns the absolute path behind a path below /proc/self, if it is known. */
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
