import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newReader } from './accesses.ts';
import { UnreadableTrace } from './line.ts';

/** What a trace of process 9, started in /w, says; failures have their error behind them, hidden calls a `?`, and a `!` if they only lead to another program. */
function read(...lines: string[]): string[] {
  const found: string[] = [];
  const surroundings = {
    folder: '/w',
    canonical: (path: string) => path.replace(/\/[^/]+\/\.\.(?=\/|$)/g, '') || '/',
    hidden: (call: string, isPassing: boolean) =>
      found.push(`${isPassing ? '?!' : '?'} ${call.replace(/^\d+ (\w+).*/, '$1')}`),
  };
  const reader = newReader(surroundings, ({ use, path, error }) =>
    found.push([use, path, ...(error === undefined ? [] : [error])].join(' ')),
  );
  for (const line of ['9 execve("/p", 0x1, 0x2) = 0', ...lines]) reader.add(line);
  if (!lines.some((line) => /^9 \+\+\+ (exited|killed)/.test(line))) reader.add('9 +++ exited with 0 +++');
  reader.end();
  return found.slice(1);
}

test('the arguments of a program, as far as they are shown', () => {
  const found: unknown[] = [];
  const surroundings = { folder: '/w', canonical: (path: string) => path, hidden: () => undefined };
  const reader = newReader(surroundings, (access) => found.push(access));
  for (const line of [
    '9 execve("/bin/sh", ["sh", "-c", "a \\"b\\" \\303\\251", "c,d]"], 0x7ffc /* 9 vars */) = 0',
    '9 execveat(AT_FDCWD, "x", ["x", "lon"..., ...], 0x7ffc /* 9 vars */, 0) = 0',
    '9 execve("/no", ["no"], 0x7ffc /* 9 vars */) = -1 ENOENT (No such file or directory)',
    '9 +++ exited with 0 +++',
  ])
    reader.add(line);
  reader.end();
  expect(found).toEqual([
    { use: 'exec', path: '/bin/sh', argv: ['sh', '-c', 'a "b" é', 'c,d]'], folder: '/w' },
    { use: 'exec', path: '/w/x', argv: ['x', 'lon'], folder: '/w' },
    { use: 'exec', path: '/no', error: 'ENOENT' },
  ]);
});

const open = (path: string, descriptor = 3) => `openat(AT_FDCWD, "${path}", O_RDONLY) = ${descriptor}`;

describe('paths', () => {
  test.each([
    ['x', '/w/x'],
    ['./x//y/.', '/w/x/y'],
    ['/x/', '/x'],
    ['//x', '/x'],
    ['/', '/'],
    ['.', '/w'],
    ['../x', '/w/../x'],
    ['/a/../b', '/a/../b'],
    ['/proc/self/cwd/x', '/w/x'],
    ['/proc/9/root/x', '/x'],
    ['/proc/8/cwd/x', '/proc/8/cwd/x'],
    ['/proc/self/fd/7/x', '/proc/self/fd/7/x'],
    ['/proc/self/cwdx', '/proc/self/cwdx'],
  ])('%s means %s', (path, means) => {
    expect(read(`9 ${open(path)}`)).toEqual([`open ${means}`]);
  });

  test('follow the working directory', () => {
    expect(
      read(
        '9 chdir("a") = 0',
        `9 ${open('x')}`,
        '9 chdir("..") = 0',
        '9 chdir("/no") = -1 ENOENT (No)',
        `9 ${open('x')}`,
      ),
    ).toEqual(['look /w/a', 'open /w/a/x', 'look /w/a/..', 'look /no ENOENT', 'open /w/x']);
  });

  test('follow descriptors, and copies of them', () => {
    const copies = [
      '9 dup(3) = 4',
      '9 dup2(4, 5) = 5',
      '9 dup3(5, 6, O_CLOEXEC) = 6',
      '9 fcntl(6, F_DUPFD_CLOEXEC, 10) = 10',
    ];
    expect(
      read(
        `9 ${open('/d')}`,
        ...copies,
        '9 openat(10, "x", O_RDONLY) = 7',
        '9 fchdir(4) = 0',
        `9 ${open('y', 8)}`,
      ),
    ).toEqual(['open /d', 'open /d/x', 'open /d/y']);
    expect(read(`9 ${open('/d')}`, `9 ${open('/proc/self/fd/3/x', 4)}`, `9 ${open('/dev/fd/3', 5)}`)).toEqual(
      ['open /d', 'open /d/x', 'open /d'],
    );
  });

  test('the last open of a number counts', () => {
    expect(read(`9 ${open('/d')}`, `9 ${open('/e')}`, '9 newfstatat(3, "x", 0x7, 0) = 0')).toContain(
      'look /e/x',
    );
  });

  test('an empty path is the descriptor itself', () => {
    expect(
      read(
        `9 ${open('/d')}`,
        '9 newfstatat(3, "", 0x7, AT_EMPTY_PATH) = 0',
        '9 utimensat(3, NULL, 0x7, 0) = 0',
      ),
    ).toEqual(['open /d']);
    expect(read(`9 ${open('/d/prog')}`, '9 execveat(3, "", 0x1, 0x2, AT_EMPTY_PATH) = 0')).toContain(
      'exec /d/prog',
    );
  });

  test('are those of a changed root, which .. does not leave', () => {
    expect(
      read('9 chroot("/jail") = 0', '9 chdir("/") = 0', `9 ${open('/x')}`, `9 ${open('../../y')}`),
    ).toEqual(['look /jail', 'look /jail', 'open /jail/x', 'open /jail/y']);
    expect(
      read(`9 ${open('/jail')}`, '9 openat2(3, "/x", {flags=O_RDONLY, resolve=RESOLVE_IN_ROOT}, 24) = 4'),
    ).toContain('open /jail/x');
  });

  test('of sockets, but not abstract ones', () => {
    expect(
      read(
        '9 bind(4, {sa_family=AF_UNIX, sun_path="s"}, 110) = 0',
        '9 connect(4, {sa_family=AF_UNIX, sun_path="/s"}, 110) = -1 ENOENT (No)',
        '9 bind(5, {sa_family=AF_UNIX, sun_path=@"abstract"}, 20) = 0',
        '9 bind(5, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
      ),
    ).toEqual(['make /w/s', 'look /s ENOENT']);
  });
});

describe('uses', () => {
  test.each([
    ['mkdir("d", 0700) = 0', ['make /w/d']],
    ['rename("a", "b") = 0', ['look /w/a', 'make /w/b']],
    ['linkat(AT_FDCWD, "a", AT_FDCWD, "/b", 0) = 0', ['look /w/a', 'make /b']],
    ['symlink("/target", "l") = 0', ['make /w/l']],
    ['openat(AT_FDCWD, "/n", O_WRONLY|O_CREAT, 0644) = -1 ENOENT (No)', ['make /n ENOENT']],
    ['openat(AT_FDCWD, "/n", O_WRONLY|O_CREAT, 0644) = 3', ['open /n']],
    ['open(0x8, O_RDONLY) = -1 EFAULT (Bad address)', []],
    ['open("aaaa"..., O_RDONLY) = -1 ENAMETOOLONG (File name too long)', []],
    ['openat(77, "x", O_RDONLY) = -1 EBADF (Bad file descriptor)', []],
    ['socket(AF_UNIX, SOCK_STREAM, 0) = 3', []],
  ])('%s', (call, accesses) => {
    expect(read(`9 ${call}`)).toEqual(accesses);
  });

  test('a folder is listed through its descriptor', () => {
    expect(read(`9 ${open('/d')}`, '9 getdents64(3, 0x5, 32768) = 48')).toEqual(['open /d', 'list /d']);
  });
});

describe('processes', () => {
  const fork = (flags: string) => `9 clone(child_stack=NULL, flags=${flags}SIGCHLD) = 10`;

  test('a child has a copy of the working directory and the descriptors', () => {
    expect(
      read(
        `9 ${open('/d')}`,
        fork(''),
        '10 chdir("/c") = 0',
        `9 ${open('x', 4)}`,
        '10 openat(3, "y", O_RDONLY) = 5',
        `10 ${open('z', 5)}`,
        '10 +++ exited with 0 +++',
      ),
    ).toEqual(['open /d', 'look /c', 'open /w/x', 'open /d/y', 'open /c/z']);
  });

  test('or shares them', () => {
    expect(
      read(
        fork('CLONE_FS|CLONE_FILES|'),
        '10 chdir("/c") = 0',
        `10 ${open('/d', 7)}`,
        `9 ${open('x', 4)}`,
        '9 openat(7, "y", O_RDONLY) = 5',
        '10 +++ exited with 0 +++',
      ),
    ).toEqual(['look /c', 'open /d', 'open /c/x', 'open /d/y']);
    expect(
      read(
        '9 clone3({flags=CLONE_FS, exit_signal=SIGCHLD, stack=NULL, stack_size=0}, 88) = 10',
        '10 chdir("/c") = 0',
        `9 ${open('x', 4)}`,
        '10 +++ exited with 0 +++',
      ),
    ).toContain('open /c/x');
  });

  test('until unshare', () => {
    expect(
      read(
        fork('CLONE_FS|'),
        '10 unshare(CLONE_FS) = 0',
        '10 chdir("/c") = 0',
        `9 ${open('x', 4)}`,
        '10 +++ exited with 0 +++',
      ),
    ).toContain('open /w/x');
  });

  test('what a child did before its parent returned is read afterwards', () => {
    expect(
      read(
        '9 chdir("/c") = 0',
        '9 vfork( <unfinished ...>',
        `10 ${open('x')}`,
        `11 ${open('y')}`,
        '10 vfork() = 11',
        '11 +++ exited with 0 +++',
        '9 <... vfork resumed>) = 10',
        '10 +++ exited with 0 +++',
      ),
    ).toEqual(['look /c', 'open /c/x', 'open /c/y']);
  });

  test('also when the parent is killed within its call', () => {
    expect(
      read(
        '9 chdir("/c") = 0',
        '9 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>',
        `10 ${open('x')}`,
        '9 +++ killed by SIGKILL +++',
        '10 +++ exited with 0 +++',
      ),
    ).toEqual(['look /c', 'open /c/x']);
  });

  test('a number is used again', () => {
    expect(
      read(
        fork(''),
        '10 chdir("/c") = 0',
        '10 +++ exited with 0 +++',
        fork(''),
        `10 ${open('x')}`,
        '10 +++ exited with 1 +++',
      ),
    ).toEqual(['look /c', 'open /w/x']);
  });

  test('a thread that calls execve goes on as its process, whatever strace makes of the result', () => {
    expect(
      read(
        fork('CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD|'),
        '10 execve("next", 0x1, 0x2 <unfinished ...>',
        '9 +++ superseded by execve in pid 10 +++',
        '9 <... execve resumed>) = -1 ENOSYS (Function not implemented)',
        `9 ${open('x')}`,
      ),
    ).toEqual(['exec /w/next', 'open /w/x']);
  });

  test('a call that is started again counts once', () => {
    expect(
      read(
        '9 openat(AT_FDCWD, "f", O_RDONLY) = ? ERESTARTSYS (To be restarted)',
        '9 --- SIGUSR1 {si_signo=SIGUSR1} ---',
        `9 ${open('f')}`,
      ),
    ).toEqual(['open /w/f']);
  });
});

describe('what cannot be seen', () => {
  test('is told once for each program of a process', () => {
    expect(read('9 chdir(0x7f) = 0', `9 ${open('x')}`, '9 chdir("/c") = 0', `9 ${open('x')}`)).toEqual([
      'look /c',
      'open /c/x',
      '? chdir',
    ]);
  });

  test('is another thing if the process then starts another program, which can be seen', () => {
    expect(
      read(
        '9 newfstatat(AT_FDCWD, 0x7f, 0x1, 0) = 0',
        '9 execve(0x7f, 0x1, 0x2) = -1 ENOENT (No such file or directory)',
        '9 execve(0x7f, 0x1, 0x2) = 0',
        `9 ${open('/x')}`,
      ),
    ).toEqual(['?! newfstatat', 'open /x']);
    expect(
      read(
        '9 setuid(33) = 0',
        '9 fork() = 10',
        '10 access(0x7f, F_OK) = 0',
        '10 +++ exited with 0 +++',
        '9 execve(0x7f, 0x1, 0x2) = 0',
      ).concat(read('9 fork() = 10', '10 access(0x7f, F_OK) = 0', '10 +++ exited with 0 +++')),
    ).toEqual(['? access', '?! execve', '? access']);
  });
});

describe('a trace that is not whole', () => {
  test.each([
    ['an unknown line', ['what is this']],
    ['a truncated path', ['9 chdir("/a"...) = 0']],
    ['a torn call', ['9 chdir("/a")']],
    ['the end of a call without its start', ['9 <... openat resumed>) = 3']],
    ['the end of another call', ['9 chdir("/a" <unfinished ...>', '9 <... openat resumed>) = 3']],
    ['a process that nobody started', ['10 chdir("/a") = 0']],
    ['a process that does not end', ['9 fork() = 10', '10 chdir("/a") = 0']],
    ['a thread from nowhere', ['9 +++ superseded by execve in pid 10 +++']],
  ])('%s', (_, lines) => {
    expect(() => read(...lines)).toThrow(UnreadableTrace);
  });

  test('nothing', () => {
    const reader = newReader(
      { folder: '/', canonical: (path) => path, hidden: () => undefined },
      () => undefined,
    );
    expect(() => reader.end()).toThrow('strace wrote nothing');
  });
});

test('any lines are read or refused', () => {
  const pid = fc.constantFrom('9', '10', '11');
  const word = fc.constantFrom(
    '/a',
    'x',
    '..',
    '',
    '3',
    'AT_FDCWD',
    '"x"',
    '"',
    '0x7f',
    'CLONE_FS|CLONE_FILES',
    ' <unfinished ...>',
  );
  const name = fc.constantFrom(
    'openat',
    'chdir',
    'fchdir',
    'clone',
    'vfork',
    'execve',
    'dup2',
    'bind',
    'rename',
  );
  const result = fc.constantFrom('0', '3', '10', '11', '?', '-1 ENOENT (No)', '');
  const call = fc
    .tuple(name, fc.array(word, { maxLength: 4 }), result)
    .map(([n, args, r]) => `${n}(${args.join(', ')}) = ${r}`);
  const other = fc.constantFrom(
    '+++ exited with 0 +++',
    '+++ superseded by execve in pid 10 +++',
    '--- SIGHUP {} ---',
  );
  const part = fc.tuple(name, fc.constantFrom('', '"x"')).map(([n, arg]) => `${n}(${arg} <unfinished ...>`);
  const rest = name.map((n) => `<... ${n} resumed>) = 10`);
  const line = fc.oneof(
    fc.string(),
    fc.tuple(pid, fc.oneof(call, other, part, rest)).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      try {
        expect(read(...lines)).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableTrace);
      }
    }),
  );
});
