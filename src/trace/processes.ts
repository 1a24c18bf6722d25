/** What chdir, fchdir and chroot change. Threads share one. */
interface Place {
  root: string;
  folder: string;
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
 * are left, for only a walk through the tree can tell what they mean.
 */
export function absolute(process: Process, folder: string, path: string): string {
  const { root } = process.place;
  const start = path.startsWith('/') ? root : folder;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 ? start : `${start === '/' ? '' : start}/${parts.join('/')}`;
}

/** Names of a process's own things in /proc (proc_pid_fd(5)): descriptors, working directory, root. */
const OWN = /^\/(?:proc\/(?:self|thread-self|(\d+))\/(?:fd\/(\d+)|(cwd|root))|dev\/fd\/(\d+))(\/.*)?$/;

/** What a path below /proc/self stands for, where the table knows it; else the path itself. */
export function throughProc(pid: number, process: Process, path: string): string {
  const match = path.startsWith('/proc/') || path.startsWith('/dev/') ? OWN.exec(path) : null;
  if (match === null) return path;
  const [, owner, descriptor, which, standard, rest = ''] = match;
  if (owner !== undefined && Number(owner) !== pid) return path;
  const number = descriptor ?? standard;
  const { root, folder } = process.place;
  const target =
    number === undefined ? (which === 'root' ? root : folder) : process.descriptors.get(Number(number));
  return target === undefined ? path : `${target === '/' ? '' : target}${rest}` || '/';
}
