/** Use says what a call does with a path. `make` creates a name: mkdir, rename, symlink, bind. */
export type Use = 'exec' | 'open' | 'look' | 'list' | 'make';

/** Named gives the positions of a call's arguments that name a file. */
export interface Named {
  readonly use: Use;
  /** Position of the path. */
  readonly path: number;
  /** Position of the folder's descriptor. */
  readonly folder?: number;
  /** Position of the flags of an `open`. */
  readonly flags?: number;
  /** Position of the arguments of an `exec`. */
  readonly argv?: number;
}

const look = (path: number, folder?: number): Named => ({
  use: 'look',
  path,
  ...(folder !== undefined && { folder }),
});
const make = (path: number, folder?: number): Named => ({
  use: 'make',
  path,
  ...(folder !== undefined && { folder }),
});

/**
 * The calls that take file names, from the manual pages of section 2. Calls that need more privileges than a container
 * has are left out, such as mount(2).
 */
export const NAMING: Readonly<Record<string, readonly Named[]>> = {
  execve: [{ use: 'exec', path: 0, argv: 1 }],
  execveat: [{ use: 'exec', path: 1, folder: 0, argv: 2 }],
  open: [{ use: 'open', path: 0, flags: 1 }],
  openat: [{ use: 'open', path: 1, folder: 0, flags: 2 }],
  openat2: [{ use: 'open', path: 1, folder: 0, flags: 2 }],
  open_tree: [{ use: 'open', path: 1, folder: 0 }],
  creat: [{ use: 'open', path: 0 }],
  ...each(['stat', 'lstat', 'stat64', 'lstat64', 'oldstat', 'oldlstat', 'access', 'readlink'], [look(0)]),
  ...each(['newfstatat', 'fstatat64', 'statx', 'faccessat', 'faccessat2', 'readlinkat'], [look(1, 0)]),
  ...each(
    ['statfs', 'statfs64', 'truncate', 'truncate64', 'chmod', 'chown', 'lchown', 'chown32', 'lchown32'],
    [look(0)],
  ),
  ...each(['utime', 'utimes', 'chdir', 'chroot'], [look(0)]),
  ...each(['fchmodat', 'fchmodat2', 'fchownat', 'futimesat', 'utimensat', 'utimensat_time64'], [look(1, 0)]),
  ...each(['getxattr', 'lgetxattr', 'listxattr', 'llistxattr', 'setxattr', 'lsetxattr'], [look(0)]),
  ...each(['removexattr', 'lremovexattr'], [look(0)]),
  ...each(['inotify_add_watch', 'name_to_handle_at'], [look(1, 0)]),
  ...each(['mkdir', 'mknod'], [make(0)]),
  ...each(['mkdirat', 'mknodat'], [make(1, 0)]),
  ...each(['unlink', 'rmdir'], [look(0)]),
  unlinkat: [look(1, 0)],
  symlink: [make(1)],
  symlinkat: [make(2, 1)],
  link: [look(0), make(1)],
  linkat: [look(1, 0), make(3, 2)],
  rename: [look(0), make(1)],
  ...each(['renameat', 'renameat2'], [look(1, 0), make(3, 2)]),
};

/** The calls that start processes or change working directories and descriptors. */
const TABLES = ['fork', 'vfork', 'clone', 'clone3', 'unshare', 'fchdir'].concat(
  ['dup', 'dup2', 'dup3', 'fcntl', 'fcntl64'],
  ['getdents', 'getdents64', 'bind', 'connect'],
);

/** Calls whose structures are printed in full. Others would only make the lines longer. */
const SHOWN = ['clone3', 'openat2', 'bind', 'connect', 'execve', 'execveat'];

/** Characters of an argument, and arguments of a program, that strace prints. A path is always whole. */
const LONGEST = 16_384;

/**
 * strace's options. `?` allows calls that the machine lacks. With `seccomp-bpf`, other calls cost next to nothing.
 * Signals are kept: without them strace does not report that a signal killed a process.
 */
export const STRACE_OPTIONS: readonly string[] = [
  '--follow-forks',
  '--seccomp-bpf',
  '--columns=1',
  `--string-limit=${LONGEST}`,
  '--quiet=attach,personality',
  `--verbose=${optional(SHOWN)}`,
  `--trace=${optional([...Object.keys(NAMING), ...TABLES])}`,
];

/** The calls that change a process's user and groups. */
const CHANGING_USER = ['u', 'g', 'reu', 'reg', 'resu', 'resg', 'fsu', 'fsg'].flatMap((letters) => [
  `set${letters}id`,
  `set${letters}id32`,
]);

/**
 * strace's options for a run in which the program only believes that it changed its user. After a real change, reading
 * its memory, and so the names of files, needs CAP_SYS_PTRACE (ptrace(2), "Ptrace access mode checking";
 * kernel/ptrace.c, ptrace_access_vm).
 */
export const PRETENDING_OPTIONS: readonly string[] = [
  ...STRACE_OPTIONS.filter((option) => !option.startsWith('--trace=')),
  `--trace=${optional([...Object.keys(NAMING), ...TABLES, ...CHANGING_USER])}`,
  `--inject=${optional(CHANGING_USER)}:retval=0`,
];

function optional(names: readonly string[]): string {
  return [...names]
    .sort()
    .map((name) => `?${name}`)
    .join(',');
}

function each(names: readonly string[], named: readonly Named[]): Record<string, readonly Named[]> {
  return Object.fromEntries(names.map((name) => [name, named]));
}
