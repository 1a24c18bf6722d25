import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newReader } from '../../../src/trace/accesses.ts';
import { canonicalIn, newEvents } from '../../../src/trace/events.ts';
import { UnreadableTrace } from '../../../src/trace/line.ts';
import { resolverOf } from '../../../src/tree/resolver.ts';
import { folder, link, memoryTree } from '../../support/prune/memory-tree.ts';
import { must, type Target } from '../fuzz/target.ts';
import { golden } from '../golden.ts';

const RESOLVER = resolverOf(
  memoryTree({
    '/bin': link('usr/bin'),
    '/lib': link('usr/lib'),
    '/usr/bin/sh': link('dash'),
    '/usr/bin/dash': '',
    '/usr/lib/x86_64-linux-gnu/libc.so.6': '',
    '/loop': link('loop'),
    '/up': link('../..'),
    '/etc/nginx/nginx.conf': '',
    '/tmp': folder(),
  }),
);

/** Every call that has a path. */
const CALLS = `execve("/bin/sh", 0x1, 0x2) = 0
openat(AT_FDCWD, "a", O_RDONLY) = 3
openat(3, "b", O_WRONLY|O_CREAT, 0644) = -1 ENOENT (No such file or directory)
openat2(3, "/x", {flags=O_RDONLY, resolve=RESOLVE_IN_ROOT}, 24) = 4
symlink("/usr/bin", "/l") = 0
symlinkat("../l", AT_FDCWD, "/m") = 0
mkdir("/m/x", 0700) = 0
rename("a", "/b") = 0
chdir("/usr") = 0
fchdir(3) = 0
chroot("/etc") = 0
dup2(3, 4) = 4
fcntl(4, F_DUPFD, 10) = 10
getdents64(3, 0x5, 32768) = 48
bind(4, {sa_family=AF_UNIX, sun_path="s"}, 110) = 0
clone(child_stack=NULL, flags=CLONE_VM|CLONE_FS|CLONE_FILES|SIGCHLD) = 10
unshare(CLONE_FS|CLONE_FILES) = 0
execveat(3, "", 0x1, 0x2, AT_EMPTY_PATH) = 0`;

export const traces: Target = {
  name: 'traces',
  seeds: () => [
    `${CALLS.split('\n')
      .map((call) => `9 ${call}`)
      .join('\n')}\n10 +++ exited with 0 +++\n9 +++ exited with 0 +++\n`,
    ...readdirSync(golden('trace'))
      .filter((name) => !name.endsWith('.ts'))
      .map((name) => readFileSync(join(golden('trace'), name, 'trace.txt'))),
  ],
  words: [
    ...CALLS.split('\n').flatMap((call) => [`9 ${call}\n`, `10 ${call}\n`]),
    ...[
      '9 ',
      '10 ',
      ' <unfinished ...>\n',
      '<... openat resumed>',
      ' <pid changed to 10 ...>',
      '+++ exited with 0 +++\n',
    ],
    ...[
      '+++ superseded by execve in pid 9 +++\n',
      '+++ killed by SIGKILL +++',
      '--- SIGCHLD {} ---\n',
      '= ?',
      '= -1 EFAULT',
    ],
    ...[
      'AT_FDCWD',
      '"/proc/self/cwd/x"',
      '"/proc/self/fd/3"',
      '"/dev/fd/4/y"',
      '"/loop/x"',
      '"/up/up/up"',
      '"../../.."',
      '\\377',
    ],
    ...[
      '"...',
      '{',
      '}',
      '[',
      ')',
      ', ',
      '0x7ffd',
      'NULL',
      '\\"',
      '\\\\',
      'O_CREAT',
      'CLONE_THREAD',
      'CLONE_FILES',
    ],
  ],
  read(input) {
    const events = newEvents(RESOLVER);
    const surroundings = { folder: '/w', canonical: canonicalIn(RESOLVER), hidden: () => undefined };
    const reader = newReader(surroundings, (access) => {
      must(access.path.startsWith('/'), `the path ${access.path}`);
      events.add(access);
    });
    for (const line of input.toString('latin1').split('\n')) if (line !== '') reader.add(line);
    reader.end();
    for (const { path } of events.list()) must(path.startsWith('/'), `the event ${path}`);
  },
  refuses: (error) => error instanceof UnreadableTrace,
};
